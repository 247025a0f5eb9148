package dev.heir.integration.assign;

import dev.heir.integration.provider.Limit;
import java.math.BigInteger;
import java.time.Duration;

/** So many in each {@code per}, to be compared with others. */
record Rate(long count, Duration per) {

    static Rate of(Limit limit) {
        return new Rate(limit.units(), limit.window().usual());
    }

    /** Whether it says how many requests are let through; what is only watched or counts something else does not. */
    static boolean isOne(Limit limit) {
        return !limit.shadow() && limit.unit().equals(Limit.REQUESTS);
    }

    boolean atMost(Rate other) {
        // Products of two longs: nanoseconds of a year times a large count do not fit one.
        return scaled(count, other.per).compareTo(scaled(other.count, per)) <= 0;
    }

    /** Whether who keeps this limit keeps the other one as well. */
    boolean implies(Rate other) {
        return per.compareTo(other.per) <= 0 && atMost(other);
    }

    private static BigInteger scaled(long count, Duration by) {
        return BigInteger.valueOf(count).multiply(BigInteger.valueOf(by.toMillis()));
    }

    @Override
    public String toString() {
        return count + " per " + per.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
