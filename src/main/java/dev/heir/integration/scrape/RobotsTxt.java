package dev.heir.integration.scrape;

import java.util.Optional;

/** What came of asking an origin for its robots.txt (RFC 9309, section 2.3.1). */
public sealed interface RobotsTxt {

    /**
     * The line that forbids the page; empty when it may be asked for, or nobody can know.
     *
     * @param agent our product token in lower case
     */
    default Optional<String> refusal(PageUrl page, String agent) {
        return this instanceof Found found ? Rules.of(found, agent).refusal(page) : Optional.empty();
    }

    /** @param text at most its first 500 KiB */
    record Found(String text) implements RobotsTxt {}

    /** There is none (4xx, or redirects without an end): everything may be asked for. */
    record Absent(String reason) implements RobotsTxt {}

    /** It cannot be known (5xx, no answer): nothing may be asked for until it can. */
    record Unreachable(String reason) implements RobotsTxt {}
}
