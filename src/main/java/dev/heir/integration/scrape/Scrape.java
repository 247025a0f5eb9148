package dev.heir.integration.scrape;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Pages that were asked for together, as they stand now.
 *
 * @param dprId empty when it is a message of the queue that stood for itself
 * @param speed how fast it goes on
 * @param states how many of all its pages are in which state
 * @param pages some of them, in the order they were asked for
 * @param next the position behind which the list goes on; empty at its end
 */
public record Scrape(
        UUID id,
        Optional<String> dprId,
        String project,
        Instant submittedAt,
        Speed speed,
        Map<String, Long> states,
        List<Entry> pages,
        OptionalLong next) {

    public Scrape {
        states = Map.copyOf(states);
        pages = List.copyOf(pages);
    }

    /**
     * @param position in the list
     * @param url as it was asked for
     */
    public record Entry(long position, PageUrl url, Page page) {}

    /**
     * How fast it goes on.
     *
     * @param ended pages that reached their end within the last five minutes
     * @param left how many pages the crawl may still find
     * @param endsAt when the crawl's time is up; empty when it is no crawl, or it is over
     * @param cancelledAt empty when it was not
     * @param doneAt when all its pages that are known will have reached their end, if they go on as in those five minutes
     */
    public record Speed(
            long ended, int left, Optional<Instant> endsAt, Optional<Instant> cancelledAt, Optional<Instant> doneAt) {}

    /** Whether every page has reached its end. */
    public boolean isDone() {
        return !states.containsKey("WAITING");
    }
}
