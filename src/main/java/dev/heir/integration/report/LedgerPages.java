package dev.heir.integration.report;

import dev.heir.integration.call.Ledger;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ledger as a list. */
public interface LedgerPages {

    /**
     * Calls, newest first.
     *
     * @param after {@link #position} of the last one already read; empty to begin
     */
    List<Ledger.Recorded> page(Filter filter, Optional<String> after, int most);

    /** Where a call stands in the list of all. */
    static String position(Ledger.Recorded recorded) {
        return recorded.call().receivedAt() + " " + recorded.call().id();
    }

    /**
     * @param since inclusive, by the time the call was received
     * @param until exclusive
     */
    record Filter(
            Optional<String> project,
            Optional<String> provider,
            Optional<Symptom> symptom,
            Optional<Instant> since,
            Optional<Instant> until) {}
}
