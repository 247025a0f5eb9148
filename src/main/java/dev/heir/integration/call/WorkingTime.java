package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;

/**
 * How long work may go on when the process may be gone afterwards, as a function's is: nothing is begun that cannot end
 * by then.
 *
 * @param whole how long it was when it began
 */
public record WorkingTime(Instant end, Duration whole) {

    /** For a process that lives on. */
    public static final WorkingTime UNLIMITED = new WorkingTime(Instant.MAX, Duration.ofDays(366));

    public static WorkingTime from(Instant now, Duration whole) {
        return new WorkingTime(now.plus(whole), whole);
    }

    /**
     * Whether there is time for something that takes this long at most. What takes longer than there ever is may begin
     * while most of the time is left, or it never could; it is cut short at the end then.
     */
    public boolean fits(Instant now, Duration longest) {
        return !now.plus(shorter(longest, whole.multipliedBy(3).dividedBy(4))).isAfter(end);
    }

    /** The time that this may take, when it begins now. */
    public Duration cut(Instant now, Duration longest) {
        return shorter(longest, left(now));
    }

    public Duration left(Instant now) {
        return Duration.between(now, end);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
