package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.extract.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages to read, and what is wanted of each of them.
 *
 * @param project who asks, where the door does not know it
 */
public record ScrapeRequest(List<PageUrl> pages, Order order, Optional<String> project) {

    /** Larger ones are sent in parts: an answer that lists all pages must stay readable. */
    static final int MOST_PAGES = 1000;

    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    public ScrapeRequest {
        pages = List.copyOf(pages);
    }

    /** @throws InvalidInput with all flaws of the document */
    public static ScrapeRequest read(JsonNode document) {
        List<Flaw> flaws = new ArrayList<>();
        Documents.onlyKeys(
                document,
                List.of("pages", "selectors", "fields", "structures", "crawlDelay", "crawl", "fetch", "project"),
                flaws);
        List<PageUrl> pages = pages(document.path("pages"), flaws);
        Map<String, Selector> selectors = Documents.selectors(document.path("selectors"), flaws);
        Wanted wanted = Wanted.read(document, flaws);
        Duration crawlDelay = crawlDelay(document, flaws);
        Optional<Bounds> crawl = Bounds.read(document.path("crawl"), flaws);
        crawl.filter(bounds -> bounds.pages() < pages.size())
                .ifPresent(bounds -> flaws.add(new Flaw(
                        "crawl.pages", Integer.toString(bounds.pages()), "must not be fewer than are asked for")));
        Way way = Way.read(document, flaws);
        Optional<String> project = Documents.text(document, "project", flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new ScrapeRequest(pages, new Order(selectors, crawlDelay, crawl, wanted, way), project);
    }

    private static Duration crawlDelay(JsonNode document, List<Flaw> flaws) {
        return Documents.text(document, "crawlDelay", flaws)
                .map(text -> Durations.parse(text)
                        .filter(delay -> delay.compareTo(LONGEST_DELAY) <= 0)
                        .orElseGet(() -> {
                            flaws.add(new Flaw(
                                    "crawlDelay", text, "must be a duration such as 500ms or 10s, at most 1d"));
                            return Duration.ZERO;
                        }))
                .orElse(Duration.ZERO);
    }

    private static List<PageUrl> pages(JsonNode node, List<Flaw> flaws) {
        if (!node.isArray() || node.isEmpty()) {
            flaws.add(new Flaw("pages", Documents.shown(node), "must be a list of at least one URL"));
            return List.of();
        }
        if (node.size() > MOST_PAGES) {
            flaws.add(new Flaw("pages", node.size() + " pages", "must not be more than " + MOST_PAGES + " pages"));
            return List.of();
        }
        List<PageUrl> pages = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Documents.page("pages[" + i + "]", node.get(i), flaws).ifPresent(pages::add);
        }
        return pages.stream().distinct().toList();
    }
}
