package dev.heir.integration.assign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is recorded about one page of a website and the project's reading of it.
 *
 * @param robots what the site's robots.txt says about this page
 * @param page the last reading of the page that brought it
 * @param refusal the last reading that did not, when it is younger than {@code page}
 * @param data what came of the last reading for each datum and selector that was asked for
 * @param closest the shortest time in the last 24 hours from the end of a request to the host to the start of the next, of
 *     which one at least was the project's
 */
public record SiteFacts(
        Optional<Robots> robots,
        Optional<Page> page,
        Optional<Refusal> refusal,
        List<Datum> data,
        Optional<Duration> closest) {

    /** Nothing is recorded. */
    public static final SiteFacts NONE =
            new SiteFacts(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public SiteFacts {
        data = List.copyOf(data);
    }

    /** What a robots.txt said when it was asked for. */
    public sealed interface Robots {

        Instant at();

        record Allows(Instant at) implements Robots {}

        /** @param rule its line */
        record Forbids(Instant at, String rule) implements Robots {}

        /** It could not be had, so nothing is asked of the site. */
        record Unreachable(Instant at, String reason) implements Robots {}
    }

    /** @param record where to look it up */
    public record Page(String record, Instant at) {}

    /** @param found whether the selector yielded anything */
    public record Datum(String name, String selector, boolean found, String record, Instant at) {}

    public record Refusal(String record, Instant at, String reason) {}
}
