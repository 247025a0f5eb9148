package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A page that is ours to fetch for as long as its lease lasts.
 *
 * @param lease proves that it is still ours when its outcome is written
 * @param url as it was asked for
 * @param order what its scrape wants of it
 * @param at where redirects have led so far
 * @param hops how many redirects that were
 * @param tries how often it was taken up, this time included and without the times it was only put back
 * @param pauses how often its host asked to be left alone
 */
public record Errand(
        UUID id, UUID lease, String project, PageUrl url, Order order, PageUrl at, int hops, int tries, int pauses) {

    public Map<String, Selector> selectors() {
        return order.selectors();
    }

    /** The least time that its scrape wants between two requests to a host; zero when it does not say. */
    public Duration crawlDelay() {
        return order.crawlDelay();
    }

    Errand movedTo(PageUrl target) {
        return new Errand(id, lease, project, url, order, target, hops + 1, tries, pauses);
    }

    Errand paused() {
        return new Errand(id, lease, project, url, order, at, hops, tries, pauses + 1);
    }
}
