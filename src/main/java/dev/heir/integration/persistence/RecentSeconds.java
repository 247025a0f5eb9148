package dev.heir.integration.persistence;

import dev.heir.integration.strike.Window;
import java.util.Arrays;

/** What this instance counted at one target, second by second, for a minute. */
final class RecentSeconds {

    static final int KEPT = 60;

    private final long[] seconds = new long[KEPT];
    private final Window[] counts = new Window[KEPT];

    RecentSeconds() {
        Arrays.fill(counts, Window.EMPTY);
    }

    synchronized void count(long second, Window attempt) {
        int slot = (int) Math.floorMod(second, (long) KEPT);
        counts[slot] = seconds[slot] == second ? counts[slot].plus(attempt) : attempt;
        seconds[slot] = second;
    }

    /** All of the last minute that was counted in a later second than {@code after}. */
    synchronized Window sum(long now, long after) {
        Window sum = Window.EMPTY;
        for (int slot = 0; slot < KEPT; slot++) {
            if (seconds[slot] > Math.max(after, now - KEPT) && seconds[slot] <= now) {
                sum = sum.plus(counts[slot]);
            }
        }
        return sum;
    }
}
