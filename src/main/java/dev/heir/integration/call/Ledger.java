package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    default DprId record(CallRecord call, Optional<ParkedCall> parked) {
        return record(call, parked, Optional.empty());
    }

    /** The same for calls of which there is nothing else to write, committed together where they fit. */
    default void record(List<CallRecord> calls) {
        calls.forEach(call -> {
            var _ = record(call, Optional.empty());
        });
    }

    /** @param key what becomes of the key that the call was asked under, all or nothing with the rest */
    DprId record(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key);

    /** The call with this id as its project may see it. */
    Optional<Recorded> find(String project, String dprId);

    /** What a recorded call asked; empty where that was not kept, or no longer is. */
    Optional<CallRequest> asked(Recorded recorded);

    /**
     * Completes a deferred call: what came of it replaces {@code DEFERRED} in its row, its attempts and strikes are
     * added, its answer is kept for whoever asks for the id, and it is no longer parked. One transaction.
     *
     * @param call under the id it was parked with; never one that is still deferred, which nobody would send any more
     */
    void complete(CallRecord call, Optional<Content> answer);

    /**
     * Parks a deferred call again that was taken up: its attempts, strikes and cost are added to its row, its signature is
     * counted and its incident opened or added to. One transaction; when it is no longer the taker's, only what happened
     * is added.
     *
     * @param call under the id it was parked with, still deferred
     * @param waiting as it is to wait from now on, with the number under which it was taken
     */
    void postpone(CallRecord call, ParkedCall waiting);

    /**
     * Adds to a recorded call's story that its answer broke off while it was being passed on. Where a remedy worked, the
     * call is none that failed.
     */
    void brokeOff(DprId call, CallRecord.Strike how);

    /**
     * Completes the story of a call whose connection stayed open after it was recorded.
     *
     * @param took with the time it was open
     * @param words how that ended
     * @param failure of the provider, as one more attempt, whose number is the next one; empty when it did not fail
     */
    void ended(DprId call, Duration took, String words, Optional<CallRecord.Attempt> failure);

    /**
     * @param answer of a deferred call that has been finished
     * @param waiting of one that has not
     */
    record Recorded(DprId id, CallRecord call, Optional<Content> answer, Optional<Waiting> waiting) {

        /** One that waits for nothing, as far as was looked. */
        public Recorded(DprId id, CallRecord call, Optional<Content> answer) {
            this(id, call, answer, Optional.empty());
        }
    }

    /**
     * How a deferred call waits.
     *
     * @param due when it is sent at the earliest
     * @param underWay whether an instance has taken it up
     */
    record Waiting(Instant due, boolean underWay) {}

    /** What a provider answered, without how it was got. Header names are in lower case. */
    record Content(int status, Map<String, List<String>> headers, Body body) {}

    /** PostgreSQL cannot be written to. */
    final class LedgerUnavailable extends RuntimeException {
        public LedgerUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
