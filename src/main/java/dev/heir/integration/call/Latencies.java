package dev.heir.integration.call;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long an operation's answers took lately, as this process saw it. */
final class Latencies {

    /** Fewer say nothing about the slowest twentieth. */
    static final int LEAST = 50;

    /** What was longer ago than this many answers is forgotten: a provider that became slow is no longer hedged for it. */
    private static final int REMEMBERED = 500;

    private static final double NEARLY_ALL = 0.95;

    private final long[] nanos = new long[REMEMBERED];
    private long seen;

    synchronized void saw(Duration took) {
        nanos[(int) (seen++ % REMEMBERED)] = took.toNanos();
    }

    /** What 95 of 100 did not exceed; empty until enough were seen. */
    synchronized Optional<Duration> p95() {
        int count = (int) Math.min(seen, REMEMBERED);
        if (count < LEAST) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Optional.of(Duration.ofNanos(sorted[(int) Math.ceil(count * NEARLY_ALL) - 1]));
    }
}
