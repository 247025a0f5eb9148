package dev.heir.integration.call;

import java.time.Duration;
import java.util.Optional;

/** Deferred calls, finished by whoever is awake. */
public interface ParkedCalls {

    /**
     * Takes the call that is due for longest, for this instance alone, by the database's clock.
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

    /** Puts a call back of which nothing was sent that counts, as it was; nothing when it is no longer ours. */
    void putBack(ParkedCall taken);
}
