package dev.heir.integration.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Over which time a limit counts. */
public sealed interface LimitWindow {

    /** No window is longer, whatever the clocks in its zone do. */
    Duration longest();

    /** How long a window is when no clock is changed; a month counts as its longest. */
    Duration usual();

    /** As {@code per} in documents, without the zone. */
    String per();

    /** Any stretch of time this long, wherever it begins: at no boundary is twice as much let through. */
    record Rolling(Duration length) implements LimitWindow {

        public Rolling {
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("length must be positive, was " + length);
            }
        }

        @Override
        public Duration longest() {
            return length;
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
            return per();
        }
    }

    /** Windows that follow the calendar and the clock of a zone, one after the other without a gap. */
    sealed interface Calendar extends LimitWindow permits CalendarParts, CalendarDays, CalendarMonths {

        ZoneId zone();

        /** The window that an instant is in. */
        Interval at(Instant instant);
    }

    /** From {@code start} until just before {@code end}. */
    record Interval(Instant start, Instant end) {

        public Interval {
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("must end after it starts, was " + start + " to " + end);
            }
        }

        public boolean contains(Instant instant) {
            return !instant.isBefore(start) && instant.isBefore(end);
        }

        public Duration length() {
            return Duration.between(start, end);
        }
    }
}
