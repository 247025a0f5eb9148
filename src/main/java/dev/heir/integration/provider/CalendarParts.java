package dev.heir.integration.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * Equal parts of a day from local midnight on: with {@code 6h} a window starts whenever the clock of the zone shows
 * 00:00, 06:00, 12:00 or 18:00.
 *
 * <p>Where the clock is set forward over such a time, the window starts as it is set: a part is shorter then. Where it is
 * set back, parts shorter than the step are counted anew, minute by minute, as time goes by; longer ones start when the
 * clock shows their time first and become longer by the step. So no provider that counts by its local clock gets more
 * than the limit in what it takes for one window.
 *
 * @param length divides a day
 */
public record CalendarParts(Duration length, ZoneId zone) implements LimitWindow.Calendar {

    private static final Duration DAY = Duration.ofDays(1);

    public CalendarParts {
        if (!divideADay(length)) {
            throw new IllegalArgumentException("length must divide a day, was " + length);
        }
    }

    static boolean divideADay(Duration length) {
        return length.isPositive() && length.compareTo(DAY) < 0 && DAY.toNanos() % length.toNanos() == 0;
    }

    @Override
    public LimitWindow.Interval at(Instant instant) {
        return new LimitWindow.Interval(startOf(instant), endOf(instant));
    }

    private Instant startOf(Instant instant) {
        Instant at = instant;
        while (true) {
            LocalDateTime shown = floor(LocalDateTime.ofInstant(at, zone));
            Instant start = shown.toInstant(zone.getRules().getOffset(at));
            ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusNanos(1));
            if (change == null || !change.getInstant().isAfter(start)) {
                if (!isRepeated(change, shown)) {
                    return start;
                }
            } else if (change.isGap() && !shown.isBefore(change.getDateTimeBefore())) {
                return change.getInstant(); // its time was skipped
            }
            at = change.getInstant().minusNanos(1);
        }
    }

    private Instant endOf(Instant instant) {
        Instant at = instant;
        while (true) {
            LocalDateTime next = floor(LocalDateTime.ofInstant(at, zone)).plus(length);
            Instant end = next.toInstant(zone.getRules().getOffset(at));
            ZoneOffsetTransition change = zone.getRules().nextTransition(at);
            if (change == null || change.getInstant().isAfter(end)) {
                if (!isRepeated(zone.getRules().previousTransition(at.plusNanos(1)), next)) {
                    return end;
                }
                at = end;
            } else if (change.isGap()
                    ? !next.isAfter(change.getDateTimeAfter())
                    : isShown(change.getDateTimeAfter()) && !isRepeated(change, change.getDateTimeAfter())) {
                return change.getInstant();
            } else {
                at = change.getInstant();
            }
        }
    }

    /** Whether the clock shows this time for the second time, and parts are too long to be counted anew for that. */
    private boolean isRepeated(@Nullable ZoneOffsetTransition before, LocalDateTime shown) {
        return before != null
                && before.isOverlap()
                && shown.isBefore(before.getDateTimeBefore())
                && length.compareTo(before.getDuration().abs()) >= 0;
    }

    private boolean isShown(LocalDateTime time) {
        return floor(time).equals(time);
    }

    private LocalDateTime floor(LocalDateTime time) {
        long nanos = time.getLong(ChronoField.NANO_OF_DAY);
        return time.truncatedTo(ChronoUnit.DAYS).plusNanos(nanos - nanos % length.toNanos());
    }

    @Override
    public Duration longest() {
        Duration step = SetBack.most(zone);
        return length.plus(step.compareTo(length) < 0 ? step : length);
    }

    @Override
    public Duration usual() {
        return length;
    }

    @Override
    public String per() {
        return Durations.write(length);
    }

    @Override
    public String toString() {
        return per() + " in " + zone;
    }
}
