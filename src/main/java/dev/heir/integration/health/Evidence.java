package dev.heir.integration.health;

import dev.heir.integration.strike.Circuit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known about one provider when it is judged.
 *
 * @param targets those of its base URLs that were asked in the window or whose circuit is not closed
 * @param throttledUntil set while it asked to be left alone
 * @param usageWarning whether it reported four fifths of a limit used
 * @param everAnswered whether it ever answered well
 * @param openCases escalations about it that are not resolved
 * @param lessonPending whether an incident was resolved whose lesson is not recorded yet
 */
public record Evidence(
        String provider,
        Vitals vitals,
        List<Target> targets,
        Optional<Instant> throttledUntil,
        boolean usageWarning,
        boolean everAnswered,
        int openCases,
        boolean lessonPending) {

    public Evidence {
        targets = List.copyOf(targets);
    }

    /**
     * One base URL of the provider.
     *
     * @param url as attempts and circuits name it
     * @param primary whether it is the provider's own base URL, not an alternative
     * @param failuresInARow failed attempts since the last one that brought an answer, within the window
     * @param failingSince the first of those
     * @param lastFailure the last of those
     * @param lastAnswer the last attempt in the window that brought an answer
     * @param lastHeard the last attempt in the window that brought any HTTP answer, good or bad
     * @param lastSilence the last attempt in the window that brought none
     */
    public record Target(
            String url,
            boolean primary,
            Circuit circuit,
            long failuresInARow,
            Optional<Instant> failingSince,
            Optional<Instant> lastFailure,
            Optional<Instant> lastAnswer,
            Optional<Instant> lastHeard,
            Optional<Instant> lastSilence) {}
}
