package dev.heir.integration.quota;

import java.time.Duration;

/**
 * What is left of a limit, as far as this instance knows without asking: at least that much, if nobody else takes it.
 *
 * @param limit as people write it
 * @param quota units in a window
 * @param window its length
 * @param left units that this request's caller may still have
 * @param resets how long until all of it is there again
 */
public record Remaining(String limit, long quota, Duration window, long left, Duration resets) {

    /** How much of the limit is left, from 0 to 1. */
    public double share() {
        return (double) left / quota;
    }
}
