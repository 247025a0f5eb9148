package dev.heir.integration.scrape;

/** What came of asking an origin for its robots.txt (RFC 9309, section 2.3.1). */
public sealed interface RobotsTxt {

    /** @param text at most its first 500 KiB */
    record Found(String text) implements RobotsTxt {}

    /** There is none (4xx, or redirects without an end): everything may be asked for. */
    record Absent(String reason) implements RobotsTxt {}

    /** It cannot be known (5xx, no answer): nothing may be asked for until it can. */
    record Unreachable(String reason) implements RobotsTxt {}
}
