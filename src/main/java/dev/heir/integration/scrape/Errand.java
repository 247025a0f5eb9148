package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A page that is ours to fetch for as long as its lease lasts.
 *
 * @param lease proves that it is still ours when its outcome is written
 * @param url as it was asked for
 * @param at where redirects have led so far
 * @param hops how many redirects that were
 * @param tries how often it was taken up, this time included and without the times it was only put back
 * @param pauses how often its host asked to be left alone
 * @param crawlDelay the least time that its scrape wants between two requests to a host; zero when it does not say
 */
public record Errand(
        UUID id,
        UUID lease,
        String project,
        PageUrl url,
        Map<String, Selector> selectors,
        PageUrl at,
        int hops,
        int tries,
        int pauses,
        Duration crawlDelay) {

    public Errand {
        selectors = Map.copyOf(selectors);
    }

    Errand movedTo(PageUrl target) {
        return new Errand(id, lease, project, url, selectors, target, hops + 1, tries, pauses, crawlDelay);
    }

    Errand paused() {
        return new Errand(id, lease, project, url, selectors, at, hops, tries, pauses + 1, crawlDelay);
    }
}
