package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.util.UUID;
import javax.crypto.SecretKey;

/** Wraps the keys that secrets are sealed with: whoever has the database alone opens nothing. */
public interface MasterKey {

    /** Which one it is, without telling what it is; kept beside each key that it wrapped. */
    String id();

    /**
     * A new data key, wrapped.
     *
     * @param id of the data key: its wrapping opens for no other
     * @throws NoSealingKey when the master cannot be asked
     */
    Made make(UUID id);

    /**
     * Wraps a data key that another master had wrapped.
     *
     * @throws NoSealingKey when the master cannot be asked
     */
    Body wrap(UUID id, SecretKey key);

    /**
     * The data key.
     *
     * @throws Seals.Unreadable when it was wrapped by another master or for another id, or was changed since
     * @throws NoSealingKey when the master cannot be asked
     */
    SecretKey open(UUID id, Body wrapped) throws Seals.Unreadable;

    /** A data key, and how it is kept. */
    record Made(SecretKey key, Body wrapped) {}

    /** Masters that this machine does not hold itself, such as those of a key management service. */
    interface Remote {

        /** @param name as the service calls it */
        MasterKey named(String name);
    }
}
