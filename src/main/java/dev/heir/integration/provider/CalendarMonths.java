package dev.heir.integration.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

/** Calendar months, from local midnight of a first; several of them start in January. */
public record CalendarMonths(int months, ZoneId zone) implements LimitWindow.Calendar {

    private static final int YEAR = 12;

    public CalendarMonths {
        if (!divideAYear(months)) {
            throw new IllegalArgumentException("months must divide a year, were " + months);
        }
    }

    static boolean divideAYear(long months) {
        return months >= 1 && months <= YEAR && YEAR % months == 0;
    }

    @Override
    public LimitWindow.Interval at(Instant instant) {
        long window =
                Math.floorDiv(LocalDate.ofInstant(instant, zone).getLong(ChronoField.PROLEPTIC_MONTH), (long) months);
        while (!start(window + 1).isAfter(instant)) {
            window++; // clocks set back over the first midnight, as in CalendarDays
        }
        return new LimitWindow.Interval(start(window), start(window + 1));
    }

    private Instant start(long window) {
        long month = window * months;
        return LocalDate.of((int) Math.floorDiv(month, (long) YEAR), (int) Math.floorMod(month, (long) YEAR) + 1, 1)
                .atStartOfDay(zone)
                .toInstant();
    }

    @Override
    public Duration longest() {
        return usual().plus(SetBack.most(zone));
    }

    @Override
    public Duration usual() {
        return Duration.ofDays(Math.min(31L * months, 366));
    }

    @Override
    public String per() {
        return months + "mo";
    }

    @Override
    public String toString() {
        return per() + " in " + zone;
    }
}
