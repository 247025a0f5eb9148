package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sealed credentials and their tokens, shared by the fleet. Each change is one atomic statement by the database's clock. */
public interface CredentialVault {

    /** All of them by id, from memory and at most one second old; the same map as long as nothing changed. */
    Map<String, Entry> all();

    /** As it stands in the database now. */
    Optional<Entry> current(String id);

    /** Waits until the token's version is another one, its lease ended or the time is over. */
    void awaitChange(String id, long tokenVersion, Duration atMost);

    /** From the database, in the order of ids. */
    List<Entry> page(Optional<String> after, int size);

    /**
     * What was known of a token is forgotten.
     *
     * @return whether it is new
     */
    boolean put(String id, String kind, Body sealed);

    /** @return whether there was one */
    boolean remove(String id);

    /**
     * Takes the right to get a new token.
     *
     * @param tokenVersion that is to be replaced
     * @return false when somebody else has it, replaced the token meanwhile, or the endpoint is to be left alone
     */
    boolean lease(String id, long tokenVersion, UUID holder, Duration time);

    /**
     * Puts the new token in the place of the old and ends the lease.
     *
     * @param lifetime from now on
     * @param refreshAfter from now on
     * @param pause how long the endpoint is left alone
     * @return false when the holder lost the lease meanwhile: nothing was written
     */
    boolean store(String id, UUID holder, Body token, Duration lifetime, Duration refreshAfter, Duration pause);

    /** Ends the lease without a token. */
    void fail(String id, UUID holder, Duration pause);

    /** Ends the lease for good: nobody asks again before the credential is put anew. */
    void refuse(String id, UUID holder, String reason);

    /** @param version grows with every change of its settings or its token */
    record Entry(String id, String kind, long version, Body sealed, Token token) {}

    /**
     * @param version 0 before the first one
     * @param expiresAt empty when there is none
     * @param pausedUntil the token endpoint is not asked before
     * @param refused why there will be none
     */
    record Token(
            long version,
            Optional<Body> sealed,
            Optional<Instant> expiresAt,
            Optional<Instant> refreshAfter,
            Optional<Instant> pausedUntil,
            Optional<String> refused) {

        public static final Token NONE =
                new Token(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
