package dev.heir.integration.provider;

import java.time.Duration;
import java.util.List;

/**
 * That many calls of an operation may be asked as one request, which its provider bills as one call.
 *
 * @param of the most calls in one request
 * @param within how long a caller may collect them: one of {@link #WITHIN}
 */
public record Batch(int of, Duration within) {

    /** Over which calls are counted together; the first is waited for by most callers without their noticing. */
    public static final List<Duration> WITHIN =
            List.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));

    public Batch {
        if (of < 2) {
            throw new IllegalArgumentException("of must be at least 2, was " + of);
        }
        if (!WITHIN.contains(within)) {
            throw new IllegalArgumentException("within must be one of " + WITHIN + ", was " + within);
        }
    }

    /** How many requests fewer so many calls that come together would have taken. */
    public long saves(long calls) {
        return calls - Math.ceilDiv(calls, (long) of);
    }
}
