package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** One limit as an answer states it; each part only where it was stated. */
record Quota(OptionalLong limit, OptionalLong remaining, Optional<Instant> resetAt, Optional<Duration> window) {

    /** By the share that remains; of equals, the one that takes longer to come back. */
    static final Comparator<Quota> TIGHTEST_FIRST = Comparator.comparing((Quota quota) -> quota.share())
            .thenComparing(quota -> quota.resetAt().orElse(Instant.MIN), Comparator.reverseOrder())
            .thenComparing(quota -> quota.limit().orElse(Long.MAX_VALUE));

    boolean exhausted() {
        return remaining.isPresent() && remaining.getAsLong() == 0;
    }

    /** Whether its window is known to be at least that long, or it does not come back sooner. */
    boolean lasts(Duration atLeast, Instant now) {
        return window.filter(known -> known.compareTo(atLeast) >= 0).isPresent()
                || resetAt.filter(reset -> !reset.isBefore(now.plus(atLeast))).isPresent();
    }

    /** Something remains of an unknown whole: looser than any known share. Nothing is known: looser still. */
    private double share() {
        if (remaining.isEmpty()) {
            return Double.MAX_VALUE;
        }
        if (exhausted()) {
            return 0;
        }
        return limit.isPresent() ? (double) remaining.getAsLong() / limit.getAsLong() : Float.MAX_VALUE;
    }
}
