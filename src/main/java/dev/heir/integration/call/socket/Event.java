package dev.heir.integration.call.socket;

/** What happened to one side while frames were passed on. */
sealed interface Event {

    Side side();

    /**
     * It sent a close frame, which the other side has got.
     *
     * @param heardNanos when it came, by {@link System#nanoTime()}; the other side may answer before we say so
     */
    record Closed(Side side, Close how, long heardNanos) implements Event {

        boolean isBefore(Closed other) {
            return heardNanos - other.heardNanos < 0;
        }
    }

    /** It is gone, or takes nothing any more. */
    record Gone(Side side, String why) implements Event {}

    /** It sent what must not pass. */
    record Flawed(Side side, Close how) implements Event {}

    /** Somebody else ends both. */
    record Stopped(Side side, Close how) implements Event {}
}
