package dev.heir.integration.rest;

import java.time.Duration;

/** Our own limits in the fields of draft-ietf-httpapi-ratelimit-headers-10, by the names that people give them. */
final class RateLimits {

    private RateLimits() {}

    /** Section 4.1: so much is left, and after so long all of it is there again. */
    static String left(String limit, long units, Duration resets) {
        return name(limit) + ";r=" + units + ";t="
                + Math.max(0, resets.plusMillis(999).toSeconds());
    }

    /** Section 3.1; a window of less than a second has no {@code w}, which counts seconds. */
    static String policy(String limit, long quota, Duration window) {
        return name(limit) + ";q=" + quota + (window.toSeconds() > 0 ? ";w=" + window.toSeconds() : "");
    }

    /** A string of structured fields (RFC 9651, section 3.3.3). */
    private static String name(String limit) {
        return '"' + limit.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
