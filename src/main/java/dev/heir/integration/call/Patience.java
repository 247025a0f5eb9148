package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;

/** How a leg divides what is left of the call's deadline between its own attempts and what may come after it. */
final class Patience {

    /** A quarter: a healthy provider answers in it, and three quarters of the usual deadlines still hold a retry. */
    private static final int PARTS = 4;

    private final PlannedCall call;
    private final Duration least;
    private final boolean leavesTime;
    private Instant end;

    /**
     * @param least the shortest time in which an attempt is worth starting
     * @param leavesTime whether something comes after this leg that needs time as well
     */
    Patience(PlannedCall call, Duration least, boolean leavesTime, Instant now) {
        this.call = call;
        this.least = least;
        this.leavesTime = leavesTime;
        this.end = divided(now);
    }

    /** The provider made us wait: what is left now is divided anew. */
    void divide(Instant now) {
        end = divided(now);
    }

    private Instant divided(Instant now) {
        if (!leavesTime) {
            return call.deadline();
        }
        Instant own =
                call.deadline().minus(Duration.between(now, call.deadline()).dividedBy(PARTS));
        Instant enough = now.plus(least);
        return own.isBefore(enough) ? earlier(enough, call.deadline()) : own;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Until when the leg may go on by its own choice. */
    Instant end() {
        return end;
    }

    /** Whether there is no time left in which an attempt is worth starting. */
    boolean isOver(Instant now) {
        return now.plus(least).isAfter(end);
    }

    /** The last instant at which an attempt is worth starting. */
    Instant lastStart() {
        return end.minus(least);
    }

    Duration left(Instant now) {
        return Duration.between(now, end);
    }

    /** What an attempt may take: what its operation needs, and no more than is left. */
    Duration attempt(Instant now) {
        return shorter(left(now), call.operation().timeout());
    }

    /** The same where another endpoint may still be asked, which needs a part of what is left. */
    Duration attemptBeforeOthers(Instant now) {
        Duration part = left(now).minus(left(now).dividedBy(PARTS));
        return part.compareTo(least) < 0 ? attempt(now) : shorter(part, attempt(now));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
