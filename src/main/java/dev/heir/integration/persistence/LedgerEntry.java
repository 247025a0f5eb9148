package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallerKeys;
import dev.heir.integration.call.ParkedCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One call to be written, with what is parked for it.
 *
 * @param key what becomes of the key it was asked under
 */
record LedgerEntry(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key) {

    LedgerEntry(CallRecord call, Optional<ParkedCall> parked) {
        this(call, parked, Optional.empty());
    }

    /** As PostgreSQL keeps it, in microseconds: the row is found again by it. */
    static Instant receivedAt(CallRecord call) {
        return call.receivedAt().truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether more than its rows in call, attempt and strike is to be written. */
    boolean isPlain() {
        return parked.isEmpty()
                && key.isEmpty()
                && call.signature().isEmpty()
                && call.incident().isEmpty()
                && call.asked().kept().isEmpty();
    }

    /** Whether it adds to what is spent or used. */
    boolean isCharged() {
        return call.cost().isPresent()
                || !call.use().units().isEmpty()
                || !call.use().others().isEmpty();
    }
}
