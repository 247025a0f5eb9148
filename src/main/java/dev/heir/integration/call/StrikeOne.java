package dev.heir.integration.call;

import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Backoff;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;

/** The tiers' retry policies. They count and space the attempts; what an attempt is, the call knows. */
public interface StrikeOne {

    /** Attempts until one ends well, the ladder says stop, or the tier's retries are used up. */
    End climb(Tier tier, Attempts attempts);

    /** What a tier allows. */
    Policy policy(Tier tier);

    /** @param retries after the first attempt, at most */
    record Policy(int retries, Backoff backoff) {}

    /** The attempts of one call at one provider. */
    interface Attempts {

        /**
         * Makes one attempt.
         *
         * @param backoff how the tier spaces its retries
         * @throws Again when another attempt is right; its wait is served by {@link #pause}
         */
        End once(Backoff backoff);

        /** Waits and prepares as the ladder decided when it threw {@link Again}; called before each retry. */
        void pause();

        /** How it ends when the tier allows no further retry. */
        End spent();
    }

    /** The ladder asks for one more attempt. Control flow only, so it carries no stack. */
    final class Again extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Again() {
            super("one more attempt", null, false, false);
        }
    }

    /** How strike one ends. */
    sealed interface End {

        /** @param target the base URL that answered */
        record Answered(Reply.Responded reply, String target, boolean alternative) implements End {}

        record Parked(Symptom symptom, Instant notBefore) implements End {}

        /** @param reason why there is nothing left in strike one */
        record Spent(Symptom symptom, Fault fault, String reason) implements End {}
    }
}
