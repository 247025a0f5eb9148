package dev.heir.integration.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Whole local days, from the first time the clock shows midnight; seven of them start on a Monday. A day on which clocks
 * are changed has 23 or 25 hours.
 */
public record CalendarDays(int days, ZoneId zone) implements LimitWindow.Calendar {

    private static final long A_MONDAY = LocalDate.of(1969, 12, 29).toEpochDay();

    public CalendarDays {
        if (days < 1) {
            throw new IllegalArgumentException("days must be at least 1, was " + days);
        }
    }

    @Override
    public LimitWindow.Interval at(Instant instant) {
        long window = Math.floorDiv(LocalDate.ofInstant(instant, zone).toEpochDay() - A_MONDAY, (long) days);
        // Where clocks are set back over midnight, the day before comes again for a while: it is over all the same.
        while (!start(window + 1).isAfter(instant)) {
            window++;
        }
        return new LimitWindow.Interval(start(window), start(window + 1));
    }

    private Instant start(long window) {
        return LocalDate.ofEpochDay(A_MONDAY + window * days).atStartOfDay(zone).toInstant();
    }

    @Override
    public Duration longest() {
        return usual().plus(SetBack.most(zone));
    }

    @Override
    public Duration usual() {
        return Duration.ofDays(days);
    }

    @Override
    public String per() {
        return days + "d";
    }

    @Override
    public String toString() {
        return per() + " in " + zone;
    }
}
