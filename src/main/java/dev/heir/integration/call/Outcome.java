package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.quota.Remaining;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a caller hears: an answer, or why there is none. */
public sealed interface Outcome {

    /** The call in the ledger. */
    DprId id();

    record Answered(Answer answer) implements Outcome {
        @Override
        public DprId id() {
            return answer.id();
        }
    }

    /**
     * Strike three.
     *
     * @param ambiguous whether the provider may have carried the request out all the same
     * @param retryAt when it makes sense to come back, if anybody said so
     * @param limit of ours that had no room for it, as people write it
     * @param standing how that limit stands, where it is known
     * @param next what the caller can do now
     * @param said what the call's own provider answered last, if it did
     */
    record Unanswered(
            DprId id,
            Symptom symptom,
            Fault fault,
            boolean ambiguous,
            String detail,
            List<CallRecord.Strike> strikes,
            Optional<Instant> retryAt,
            Optional<String> limit,
            Optional<Remaining> standing,
            List<String> next,
            Optional<Ledger.Content> said)
            implements Outcome {}
}
