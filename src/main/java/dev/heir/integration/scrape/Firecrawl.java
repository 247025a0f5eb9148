package dev.heir.integration.scrape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Firecrawl's {@code POST /v2/scrape}, from docs.firecrawl.dev/api-reference/endpoint/scrape as of November 2026. */
record Firecrawl() implements PageService {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public ObjectNode ask(PageUrl url, String agent, Duration timeout) {
        ObjectNode ask = JsonNodeFactory.instance.objectNode().put("url", url.toString());
        ask.putArray("formats").add("rawHtml");
        ask.put("onlyMainContent", false)
                // Its cache may be two days old, and our page is nobody else's business.
                .put("maxAge", 0)
                .put("storeInCache", false)
                // Unless told, it tries again by its stealth proxies where it is refused.
                .put("proxy", "basic")
                .put("blockAds", false)
                .put("skipTlsVerification", false)
                .put("timeout", timeout.toMillis());
        ask.putObject("headers").put("User-Agent", agent);
        return ask;
    }

    @Override
    public Reply read(byte[] answer, PageUrl url, Instant at) {
        JsonNode document;
        try {
            document = JSON.readTree(answer);
        } catch (JsonProcessingException broken) {
            return new Reply.Lost("Firecrawl's answer cannot be read", false);
        } catch (IOException neverFromMemory) {
            throw new UncheckedIOException(neverFromMemory);
        }
        JsonNode data = document.path("data");
        JsonNode metadata = data.path("metadata");
        int status = metadata.path("statusCode").asInt();
        if (!document.path("success").asBoolean() || status < 100) {
            String reason = document.path("error").asText(metadata.path("error").asText("nothing was said"));
            return new Reply.Lost("Firecrawl did not get the page: " + reason, false);
        }
        String where = metadata.path("url").asText(url.toString());
        String type = metadata.path("contentType").asText("text/html; charset=utf-8");
        return PageService.found(
                url, where, status, utf8(type), data.path("rawHtml").asText(), List.of(), at);
    }

    /** What comes in JSON is no longer in the charset of the website. */
    static String utf8(String type) {
        return type.split(";", 2)[0].strip() + "; charset=utf-8";
    }
}
