package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Wanted;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a scrape wants of each of its pages, beside title, links and text.
 *
 * @param selectors by the name under which their values are kept
 * @param crawlDelay the least time between two requests to a host, for who wants more than the host does; else zero
 * @param crawl how far links are followed; empty when they are not
 * @param wanted fields and structures to read from each page
 * @param way by what they are fetched
 */
public record Order(
        Map<String, Selector> selectors, Duration crawlDelay, Optional<Bounds> crawl, Wanted wanted, Way way) {

    public Order {
        selectors = Map.copyOf(selectors);
    }

    public static Order of(Map<String, Selector> selectors) {
        return of(selectors, Duration.ZERO);
    }

    public static Order of(Map<String, Selector> selectors, Duration crawlDelay) {
        return new Order(selectors, crawlDelay, Optional.empty(), Wanted.nothing(), Way.USUAL);
    }

    public Order crawling(Bounds bounds) {
        return new Order(selectors, crawlDelay, Optional.of(bounds), wanted, way);
    }

    public Order by(Rendering other) {
        return new Order(selectors, crawlDelay, crawl, wanted, Way.by(other));
    }
}
