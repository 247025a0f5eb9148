package dev.heir.integration.scrape;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What scrapes have brought so far, read part by part however much it is. */
public interface ScrapeArchive {

    /**
     * A project's scrapes, newest first.
     *
     * @param after {@link Summary#place} of the last one already read; empty to begin
     */
    List<Summary> list(String project, Optional<String> after, int most);

    /** What was asked for of its pages; empty when the project has no such scrape. */
    Optional<Names> names(String project, UUID scrape);

    /**
     * Under which names, each in alphabetical order.
     *
     * @param values by selectors alone
     * @param fields with types
     * @param money which of the fields have a currency
     */
    record Names(List<String> values, List<String> fields, Set<String> money) {

        public Names {
            values = List.copyOf(values);
            fields = List.copyOf(fields);
            money = Set.copyOf(money);
        }
    }

    /** The pages behind a position, in the order they were asked for; fewer than {@code most} only at the end or when they are large. */
    List<Scrape.Entry> pages(UUID scrape, long after, int most);

    /**
     * A scrape without its pages.
     *
     * @param dprId empty when it is a message of the queue that stood for itself
     * @param states how many of all its pages are in which state
     */
    record Summary(UUID id, Optional<String> dprId, Instant submittedAt, Map<String, Long> states) {

        public Summary {
            states = Map.copyOf(states);
        }

        /** Where it stands in the list of all. */
        public String place() {
            return submittedAt + " " + id;
        }
    }
}
