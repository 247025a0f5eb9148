package dev.heir.integration.access;

import dev.heir.integration.provider.Body;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** People who signed in, as their browsers are known; the whole fleet sees at once that a session has ended. */
public interface Sessions {

    /**
     * Somebody has signed in. Older sessions of the same person that came from other values of the claim end: what was taken from
     * somebody at the issuer is taken here as soon as we hear of it.
     *
     * @param visit with the role that the session begins with
     * @param idToken sealed: the issuer wants to see it again when the person signs out
     */
    void begin(SessionKey key, Person person, Visit visit, Lifetime lifetime, Body idToken);

    Found find(SessionKey key, Duration idle);

    /** @return whether it had not ended before */
    boolean end(UUID id);

    /** All sessions of one person. @return how many had not ended before */
    int endAll(URI issuer, String subject);

    /** Those that have not ended, newest first. */
    List<Session> living(Duration idle);

    /** How long a session lasts: while it is used, and at most. */
    record Lifetime(Duration idle, Duration longest) {}

    /**
     * Somebody who is signed in.
     *
     * @param idToken sealed
     */
    record Session(UUID id, Person person, Instant begunAt, Instant seenAt, Instant endsAt, Body idToken) {}

    /** Whose a key is. */
    sealed interface Found {

        /** Somebody's who is signed in. */
        record Living(Session session) implements Found {}

        /** Somebody's who is not any more. */
        record Over() implements Found {}

        /** Nobody's ever, as far as we remember. */
        record Nobodys() implements Found {}
    }
}
