package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deferred calls, finished by whoever is awake. */
public interface ParkedCalls {

    /**
     * Takes due calls for this instance alone, oldest first, by the database's clock.
     *
     * @param lease how long they stay ours; after that another instance may take them, with {@code sendBegan} set
     */
    List<ParkedCall> take(int most, Duration lease);

    /** Puts a taken call back because the provider asked for still more time; nothing was carried out. */
    void putBack(UUID call, Instant notBefore);
}
