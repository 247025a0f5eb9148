package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who has which caller's key, and what came of it, for the whole fleet and by the database's clock. A key is forgotten 24
 * hours after it was first used, and of a call that was parked 24 hours after that has ended.
 */
public interface CallerKeys {

    /**
     * Takes the key for a call, unless another call has it or had it.
     *
     * @param lease how long the call may take at most, its record included
     */
    Claim claim(CallerKey key, UUID call, Instant receivedAt, Duration lease);

    /** Gives the key back when nothing was done and nothing recorded; nothing when the call does not have it. */
    void release(CallerKey key, UUID call);

    /** What a claim finds. */
    sealed interface Claim {

        /**
         * The call has the key now; what it comes to is told to the ledger as an {@link End}.
         *
         * @param firstUsed where an earlier call under the key ended in doubt, or was not heard of when its time was over:
         *     when the key was used first
         */
        record Ours(Optional<Instant> firstUsed) implements Claim {}

        /** @param first what the ledger has of the earlier call, with the answer that was given or came later */
        record Ended(Ledger.Recorded first) implements Claim {}

        /** @param left until the earlier call must have come to an end */
        record UnderWay(Duration left) implements Claim {}

        /** The key was used for another request. */
        record Otherwise() implements Claim {}
    }

    /** What becomes of a key when the call that has it is recorded; in the same transaction. */
    sealed interface End {

        CallerKey key();

        /**
         * Repetitions hear the same.
         *
         * @param answer empty for a call that was parked, or not answered
         */
        record Told(CallerKey key, Optional<Ledger.Content> answer) implements End {}

        /** It is certain that nothing was done: a repetition is a new try. */
        record Freed(CallerKey key) implements End {}

        /** It may have been carried out, by a provider that carries it out once: a repetition finds out. */
        record Doubtful(CallerKey key) implements End {}
    }
}
