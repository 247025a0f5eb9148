package dev.heir.integration.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A provider's state as the last sweep judged it.
 *
 * @param reasons one sentence each, with the numbers; empty when all is well
 * @param since when colour and phase last changed
 * @param outage set while it is down
 * @param everAnswered whether it ever answered well
 */
public record Standing(
        String provider,
        Colour colour,
        Phase phase,
        List<String> reasons,
        Instant since,
        Optional<Outage> outage,
        boolean everAnswered,
        Vitals vitals) {

    public Standing {
        reasons = List.copyOf(reasons);
    }

    /**
     * A time without a good answer.
     *
     * @param since the first failure after the last good answer
     * @param seen when it was last known to be down; silence afterwards proves nothing
     */
    public record Outage(Instant since, Instant seen) {}

    /** Whether this is another state than the one before, so that the change is worth a line of history. */
    public boolean differsFrom(Standing other) {
        return colour != other.colour || phase != other.phase;
    }
}
