package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import java.util.Optional;
import java.util.Set;

/**
 * A request that a page in the browser is about to make.
 *
 * @param context the tab or frame it is made in; empty when it is a worker's
 * @param kind what it is for, as the browser names it
 */
record Wish(String id, String context, String method, String url, String destination, String kind) {

    /** What text does not need, and what only tells others of our visit. Frames are pages of their own, and not read. */
    private static final Set<String> NOT_FOR_READING = Set.of(
            "image", "font", "audio", "video", "track", "object", "embed", "iframe", "frame", "manifest", "report");

    private static final Set<String> TELLING = Set.of("Ping", "CSPViolationReport", "Prefetch", "SignedExchange");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    static Wish of(JsonNode event) {
        JsonNode request = event.path("request");
        return new Wish(
                request.path("request").asText(),
                event.path("context").asText(""),
                request.path("method").asText(),
                request.path("url").asText(),
                request.path("destination").asText(""),
                request.path("goog:resourceType").asText(""));
    }

    boolean isDocument() {
        return destination.equals("document") || (kind.equals("Document") && destination.isEmpty());
    }

    Optional<PageUrl> page() {
        return page(url);
    }

    /** Empty for what is no page's address, such as data in a URL. */
    static Optional<PageUrl> page(String url) {
        try {
            return Optional.of(PageUrl.parse(url.replaceFirst("#.*", "")));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Whether nobody misses it who only reads. */
    boolean isNotForReading() {
        return NOT_FOR_READING.contains(destination) || TELLING.contains(kind);
    }

    /**
     * Why it is not granted; empty when it is. Other methods than those that read are granted towards the page's own host
     * alone: there are pages that ask for their text so.
     */
    Optional<String> refusal(PageUrl page, String tab, boolean thirdParties, Renderer.Rules rules) {
        if (!context.equals(tab)) {
            return Optional.of("asked by another window, frame or worker");
        }
        Optional<PageUrl> wanted = page();
        if (wanted.isEmpty()) {
            return Optional.of("no address of the web");
        }
        boolean own = wanted.get().host().equals(page.host());
        if (!own && !thirdParties) {
            return Optional.of("of another host");
        }
        if (!READING.contains(method) && !(own && method.equals("POST"))) {
            return Optional.of(method + " does more than read");
        }
        return rules.refusal(wanted.get());
    }
}
