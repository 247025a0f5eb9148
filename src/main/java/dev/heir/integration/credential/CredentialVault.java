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
     * Takes the right to ask for a new token, and notes in the same statement that somebody is about to: whoever comes after
     * a holder that died knows that its answer may have been lost.
     *
     * @param tokenVersion that is to be replaced
     * @return empty when somebody else has it, replaced the token meanwhile, or the endpoint is to be left alone
     */
    Optional<Lease> lease(String id, long tokenVersion, UUID holder, Duration time);

    /**
     * Puts the new token in the place of the one with that version, whoever holds the lease by now: an endpoint that lets a
     * refresh token be used once has given it to nobody else. Where it was given to two for the same one, the later lease's
     * answer counts. A refusal that somebody else met meanwhile is taken back.
     *
     * @param lease under which it was had
     * @return false when a later one, or other settings, came first: nothing was written
     */
    boolean store(String id, long tokenVersion, long lease, Granted granted);

    /** Ends the lease without a token, if the holder still has it. */
    void fail(String id, UUID holder, Failure failure);

    /**
     * Ends the lease for good, if the holder still has it, and opens a case in the same transaction: nobody asks again
     * before the credential is connected or put anew.
     */
    void refuse(String id, UUID holder, String reason);

    /**
     * The right to ask.
     *
     * @param number grows with each one
     * @param inDoubt whether an exchange before this one was begun of which nobody knows how it ended
     */
    record Lease(long number, boolean inDoubt) {

        /** Of a token that a person brought by signing in: it counts whatever is asked for beside it. */
        public static final long SIGNED_IN = Long.MAX_VALUE;
    }

    /**
     * A token to be kept.
     *
     * @param lifetime from now on
     * @param refreshAfter from now on
     * @param pause how long the endpoint is left alone
     */
    record Granted(Body token, Duration lifetime, Duration refreshAfter, Duration pause) {}

    /**
     * No token this time.
     *
     * @param pause how long the endpoint is left alone
     * @param inDoubt whether it may have carried out the exchange all the same
     */
    record Failure(Duration pause, boolean inDoubt) {}

    /** @param version grows with every change of its settings or its token */
    record Entry(String id, String kind, long version, Body sealed, Token token) {}

    /**
     * @param version 0 before the first one
     * @param expiresAt empty when there is none
     * @param pausedUntil the token endpoint is not asked before
     * @param refused why there will be none
     * @param failures exchanges in a row that brought none
     * @param grantedAt when it was had
     */
    record Token(
            long version,
            Optional<Body> sealed,
            Optional<Instant> expiresAt,
            Optional<Instant> refreshAfter,
            Optional<Instant> pausedUntil,
            Optional<String> refused,
            int failures,
            Optional<Instant> grantedAt) {

        public static final Token NONE = new Token(
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }
}
