package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry when the provider does not say.
 *
 * <p>Equal jitter: the wait is drawn from the upper half of the growing bound. Full jitter spreads a little better but
 * may draw next to nothing, which is no wait at all for the one caller who has three tries and a deadline.
 *
 * @param first bound of the first retry, at least a millisecond
 * @param cap bound that is never passed, at least {@code first}
 */
public record Backoff(Growth growth, Duration first, Duration cap) {

    /** How the bound grows from one retry to the next. */
    public enum Growth {
        DOUBLING,
        EVENLY,
        NOT
    }

    public Backoff {
        if (first.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("first wait must be at least 1 ms, was " + first);
        }
        if (cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("cap must be at least the first wait " + first + ", was " + cap);
        }
        if (cap.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("cap must be at most a day, was " + cap);
        }
    }

    public static Backoff exponential(Duration base, Duration cap) {
        return new Backoff(Growth.DOUBLING, base, cap);
    }

    public static Backoff linear(Duration step, Duration cap) {
        return new Backoff(Growth.EVENLY, step, cap);
    }

    public static Backoff minimal(Duration wait) {
        return new Backoff(Growth.NOT, wait, wait);
    }

    /**
     * Between half the bound and the bound.
     *
     * @param retry from 1
     */
    public Duration wait(int retry, RandomGenerator random) {
        long bound = bound(retry).toNanos();
        return Duration.ofNanos(bound - random.nextLong(bound / 2 + 1));
    }

    /** The longest that this retry waits; never decreases from one retry to the next. */
    public Duration bound(int retry) {
        if (retry < 1) {
            throw new IllegalArgumentException("retry must be at least 1, was " + retry);
        }
        long times =
                switch (growth) {
                    case DOUBLING -> retry > 62 ? Long.MAX_VALUE : 1L << (retry - 1);
                    case EVENLY -> retry;
                    case NOT -> 1;
                };
        boolean beyondCap = times > cap.dividedBy(first);
        return beyondCap ? cap : first.multipliedBy(times);
    }

    /**
     * A moment soon after the one the provider named, never before it: everyone who was told the same would come back
     * at once otherwise.
     */
    public Instant after(Instant retryAt, RandomGenerator random) {
        return retryAt.plusNanos(random.nextLong(first.toNanos() / 2 + 1));
    }
}
