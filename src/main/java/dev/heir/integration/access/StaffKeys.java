package dev.heir.integration.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of people and tools that operate and administer. */
public interface StaffKeys {

    /**
     * Whose key it is; read from memory, at most one second old.
     *
     * @param key as it was shown, whatever it is
     */
    Optional<Actor> byKey(String key);

    /**
     * A new key, shown this once.
     *
     * @param lifetime empty for ever
     */
    StaffKey issue(String name, Role role, Optional<Duration> lifetime);

    /** Those that are not good any more too, oldest first. */
    List<Known> all();

    /** From within a second on, nobody is known by it. @return whether there was a valid one */
    boolean revoke(String prefix);

    /** @param revokedAt empty while nobody revoked it */
    record Known(
            String prefix,
            String name,
            Role role,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {}
}
