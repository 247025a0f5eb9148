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
import java.util.ArrayList;
import java.util.List;

/**
 * Apify's {@code POST /v2/acts/apify~web-scraper/run-sync-get-dataset-items}, from docs.apify.com/api/v2 and
 * apify.com/apify/web-scraper as of November 2026: one run of its browser for one page, whose items come back at once.
 */
record Apify() implements PageService {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs in the page. */
    private static final String PAGE_FUNCTION = """
            async function pageFunction(context) {
                const { request, response } = context;
                return {
                    url: request.loadedUrl || request.url,
                    status: response && response.status,
                    headers: response && response.headers,
                    html: document.documentElement.outerHTML,
                };
            }
            """;

    @Override
    public ObjectNode ask(PageUrl url, String agent, Duration timeout) {
        ObjectNode ask = JsonNodeFactory.instance.objectNode();
        ask.putArray("startUrls").addObject().put("url", url.toString());
        ask.put("pageFunction", PAGE_FUNCTION)
                .put("linkSelector", "")
                .put("respectRobotsTxtFile", true)
                .put("maxPagesPerCrawl", 1)
                .put("maxResultsPerCrawl", 1)
                // Whether and when a page is asked for again is decided here.
                .put("maxRequestRetries", 0)
                .put("injectJQuery", false)
                .put("downloadMedia", false)
                .put("ignoreSslErrors", false)
                .put("pageLoadTimeoutSecs", Math.max(1, timeout.toSeconds() / 2))
                .put("preNavigationHooks", hook(agent));
        ask.putObject("proxyConfiguration").put("useApifyProxy", false);
        return ask;
    }

    /** The name is a literal of JSON, which is one of JavaScript. */
    private static String hook(String agent) {
        String name = JsonNodeFactory.instance.textNode(agent).toString();
        return "[async ({ page }) => { await page.setUserAgent(" + name + "); }]";
    }

    @Override
    public Reply read(byte[] answer, PageUrl url, Instant at) {
        JsonNode items;
        try {
            items = JSON.readTree(answer);
        } catch (JsonProcessingException broken) {
            return new Reply.Lost("Apify's answer cannot be read", false);
        } catch (IOException neverFromMemory) {
            throw new UncheckedIOException(neverFromMemory);
        }
        JsonNode item = items.path(0);
        JsonNode debug = item.path("#debug");
        int status = item.path("status").asInt(debug.path("statusCode").asInt());
        if (status >= 400 && item.path("html").isMissingNode()) {
            return PageService.found(url, url.toString(), status, "text/html", "", List.of(), at);
        }
        if (status < 100 || !item.path("html").isTextual()) {
            String reason = debug.path("errorMessages").path(0).asText("its run has no item");
            return new Reply.Lost("Apify did not get the page: " + reason, false);
        }
        List<String> robots = new ArrayList<>();
        item.path("headers").properties().forEach(header -> {
            if (header.getKey().equalsIgnoreCase("x-robots-tag")) {
                robots.addAll(header.getValue().asText().lines().toList());
            }
        });
        return PageService.found(
                url,
                item.path("url").asText(url.toString()),
                status,
                "text/html; charset=utf-8",
                item.path("html").asText(),
                robots,
                at);
    }
}
