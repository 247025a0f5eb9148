package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Writes groups of calls and finds out, when a connection dies, whether they were written. */
final class LedgerWriter {

    /** PostgreSQL may be restarting, or another one taking over: what was done must be known, so it is worth waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** However slow the machine: a missing day is made and tried again, and may be missed once more by another table. */
    private static final int LEAST_TRIES = 4;

    static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final AgroalDataSource database;
    private final LedgerInsert insert;

    LedgerWriter(AgroalDataSource database, LedgerInsert insert) {
        this.database = database;
        this.insert = insert;
    }

    /** What became of a call. */
    sealed interface Outcome {
        record Written(DprId id) implements Outcome {}

        record NotWritten(SQLException cause) implements Outcome {}
    }

    /** One outcome for each, in the same order. */
    List<Outcome> write(List<LedgerEntry> group) {
        Map<UUID, DprId> ids = new HashMap<>();
        Optional<SQLException> refusal = writeInto(ids, group);
        if (refusal.isPresent() && group.size() > 1 && LedgerFailure.of(refusal.get()) == LedgerFailure.BAD_RECORD) {
            return group.stream()
                    .flatMap(entry -> write(List.of(entry)).stream())
                    .toList();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (LedgerEntry entry : group) {
            DprId id = ids.get(entry.call().id());
            outcomes.add(
                    id != null
                            ? new Outcome.Written(id)
                            : new Outcome.NotWritten(refusal.orElseGet(() -> new SQLException("no row came back"))));
        }
        return outcomes;
    }

    /** Writes all that is not written yet; gives the reason when it cannot. */
    private Optional<SQLException> writeInto(Map<UUID, DprId> ids, List<LedgerEntry> group) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        boolean missingDay = false;
        boolean unsure = false; // once in doubt, always in doubt: a later failure says nothing about the first commit
        for (int tries = 1; ; tries++) {
            LedgerFailure failure;
            SQLException reason;
            try (Connection connection = database.getConnection()) {
                try {
                    if (missingDay) {
                        LedgerDays.create(connection, times(group));
                    }
                    if (unsure) {
                        ids.putAll(insert.written(connection, group));
                    }
                    List<LedgerEntry> left = group.stream()
                            .filter(entry -> !ids.containsKey(entry.call().id()))
                            .toList();
                    if (!left.isEmpty()) {
                        ids.putAll(insert.insert(connection, left));
                    }
                    return Optional.empty();
                } catch (SQLException e) {
                    failure = LedgerFailure.of(e);
                    reason = e;
                }
            } catch (SQLException e) {
                failure = LedgerFailure.ofConnecting(e);
                reason = e;
            }
            missingDay |= failure == LedgerFailure.MISSING_DAY;
            unsure |= failure == LedgerFailure.UNSURE;
            boolean triedEnough = tries >= LEAST_TRIES || failure == LedgerFailure.NO_ROOM;
            if (failure == LedgerFailure.BAD_RECORD
                    || failure == LedgerFailure.REFUSED
                    || (triedEnough && System.nanoTime() - patienceEnds > 0)) {
                return Optional.of(reason);
            }
            if (failure == LedgerFailure.UNSURE || failure == LedgerFailure.TAKEN_OVER) {
                database.flush(FlushMode.GRACEFUL); // the pool's other connections lead to the same server
            }
            if (failure != LedgerFailure.MISSING_DAY && failure != LedgerFailure.ROLLED_BACK) {
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static List<Instant> times(List<LedgerEntry> group) {
        return group.stream().map(LedgerEntry::call).map(CallRecord::receivedAt).toList();
    }
}
