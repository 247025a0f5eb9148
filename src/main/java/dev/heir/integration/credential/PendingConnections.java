package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.util.Optional;

/** Sign-ins that were begun and of which nobody has come back yet, shared by the fleet. */
public interface PendingConnections {

    /** @param stateHash of the state that comes back: whoever reads the table cannot end somebody's sign-in */
    void begin(String stateHash, String credential, Body sealed, Duration lifetime);

    /** Takes it out: of two who come back with one state the second finds nothing. Empty when it ran out. */
    Optional<Pending> take(String stateHash);

    /** A sign-in under way. */
    record Pending(String credential, Body sealed) {}
}
