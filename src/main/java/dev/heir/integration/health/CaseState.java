package dev.heir.integration.health;

import dev.heir.integration.strike.Remedy;
import java.time.Instant;
import java.util.Optional;

/** How far a case file has come: open, acknowledged by a person, resolved by a person. */
public sealed interface CaseState {

    record Open() implements CaseState {}

    record Acknowledged(String by, Instant at) implements CaseState {}

    /**
     * @param acknowledged who had taken it on before, if anyone
     * @param resolution what the person did, in words
     * @param remedy the one of our list it amounts to, if any
     */
    record Resolved(
            Optional<Acknowledged> acknowledged, String by, Instant at, String resolution, Optional<Remedy> remedy)
            implements CaseState {}

    /** What came of a wish to move a case on. */
    sealed interface Moved {
        /** @param changed false when the case already was where the same person wants it: nothing is written again */
        record Done(CaseState state, boolean changed) implements Moved {}

        record Conflict(String reason) implements Moved {}
    }

    /** A person takes the case on. */
    default Moved acknowledge(String by, Instant now) {
        return switch (this) {
            case Open() -> new Moved.Done(new Acknowledged(by, now), true);
            case Acknowledged taken when taken.by().equals(by) -> new Moved.Done(taken, false);
            case Acknowledged taken ->
                new Moved.Conflict("already acknowledged by " + taken.by() + " at " + taken.at());
            case Resolved done -> new Moved.Conflict("already resolved by " + done.by() + " at " + done.at());
        };
    }

    /** A person says that it is over, and what they did; acknowledging first is not demanded. */
    default Moved resolve(Resolution resolution, Instant now) {
        return switch (this) {
            case Open() -> new Moved.Done(resolution.after(Optional.empty(), now), true);
            case Acknowledged taken -> new Moved.Done(resolution.after(Optional.of(taken), now), true);
            case Resolved done when resolution.isThatOf(done) -> new Moved.Done(done, false);
            case Resolved done -> new Moved.Conflict("already resolved by " + done.by() + " at " + done.at());
        };
    }

    default Status status() {
        return switch (this) {
            case Open() -> Status.OPEN;
            case Acknowledged taken -> Status.ACKNOWLEDGED;
            case Resolved done -> Status.RESOLVED;
        };
    }

    /** The state's name, for filters and columns. */
    enum Status {
        OPEN,
        ACKNOWLEDGED,
        RESOLVED
    }
}
