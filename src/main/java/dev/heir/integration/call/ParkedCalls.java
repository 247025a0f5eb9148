package dev.heir.integration.call;

import java.time.Duration;
import java.util.Optional;

/** Deferred calls, finished by whoever is awake. */
public interface ParkedCalls {

    /**
     * Takes a call that is due, for this instance alone, by the database's clock: of the highest tier, of the project with
     * the fewest under way, the one that is due for longest. One in ten is taken whatever its tier, so that none starves.
     *
     * @param lease how long it stays ours; after that another instance may take it
     */
    Optional<ParkedCall> take(Duration lease);

    /**
     * Goes on with the call: it stays ours for this long from now on.
     *
     * @return false when it is no longer ours; then nothing may be done for it
     */
    boolean hold(ParkedCall taken, Duration lease);

    /**
     * Says that the call is being sent from now on: who takes it when this lease has ended finds {@code sendBegan} set.
     *
     * @param lease how long it stays ours from now on: longer than anything may be sent for it
     * @return false when it is no longer ours; then nothing may be sent
     */
    boolean begin(ParkedCall taken, Duration lease);

    /**
     * How many calls of the project wait or are under way.
     *
     * @param most beyond which nobody counts
     */
    int waiting(String project, int most);

    /** Puts a call back of which nothing was sent that counts, as it was; nothing when it is no longer ours. */
    void putBack(ParkedCall taken);
}
