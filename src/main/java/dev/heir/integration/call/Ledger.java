package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import java.util.Optional;

/** The durable memory of every call. */
public interface Ledger {

    /**
     * Writes the call, its attempts and strikes, gives it its DPR id, opens or adds to the case file of its incident
     * and parks it where asked: all or nothing, committed before this returns. Calls that arrive together are
     * committed together.
     *
     * @param parked what is to be sent later, for a call whose source is {@code DEFERRED}
     * @throws LedgerUnavailable when nothing was written, or it cannot be known
     */
    DprId record(CallRecord call, Optional<ParkedCall> parked);

    /** The call with this id as its project may see it. */
    Optional<Recorded> find(String project, String dprId);

    /**
     * Completes a deferred call: what came of it replaces {@code DEFERRED} in its row, its attempts and strikes are
     * added, its answer is kept for whoever asks for the id. One transaction.
     */
    void complete(CallRecord call, Optional<Answer> answer);

    /** @param answer of a deferred call that has been finished */
    record Recorded(DprId id, CallRecord call, Optional<Answer> answer) {}

    /** PostgreSQL cannot be written to. */
    final class LedgerUnavailable extends RuntimeException {
        public LedgerUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
