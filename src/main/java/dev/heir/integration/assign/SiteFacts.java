package dev.heir.integration.assign;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is recorded about one page of a website and the project's reading of it.
 *
 * @param robots what the site's robots.txt says about this page, when it was read
 * @param page the last reading of the page that brought it
 * @param refusal the last reading that did not, when it is younger than {@code page}
 * @param closest the shortest time between two of our requests to the host in the last 24 hours
 */
public record SiteFacts(
        Optional<Robots> robots, Optional<Page> page, Optional<Refusal> refusal, Optional<Duration> closest) {

    /** Nothing is recorded. */
    public static final SiteFacts NONE =
            new SiteFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** @param record where to look it up */
    public record Robots(boolean allows, Instant at, String record) {}

    /** @param found names of the data it yielded */
    public record Page(String record, Instant at, Set<String> found) {

        public Page {
            found = Set.copyOf(found);
        }
    }

    public record Refusal(String record, Instant at, String reason) {}
}
