package dev.heir.integration.quota;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Now, by the database's clock, as far as this instance can tell: not before one bound, not after the other. What
 * frees units looks at the earlier one, what uses them at the later one, so doubt admits less.
 *
 * @param earliestMicros since 1970
 * @param latestMicros since 1970, never before the earliest
 */
public record Moment(long earliestMicros, long latestMicros) {

    private static final long VAGUE = 100_000;

    public Moment {
        if (latestMicros < earliestMicros) {
            throw new IllegalArgumentException(
                    "latest must not be before earliest, was " + (earliestMicros - latestMicros) + " us before");
        }
    }

    /** Whether so little is known that somebody may be refused who need not be: after a process was frozen. */
    public boolean isVague() {
        return latestMicros - earliestMicros > VAGUE;
    }

    public static Moment exactly(Instant instant) {
        long micros = micros(instant);
        return new Moment(micros, micros);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
