package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.CallerKeys;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The ledger in PostgreSQL. Never part of a caller's transaction: a call is recorded whatever becomes of the rest. */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresLedger implements Ledger {

    /** Enough for every thread of a busy instance, and still a parameter of some hundred kilobytes. */
    private static final int LARGEST_GROUP = 256;

    private final AgroalDataSource database;
    private final UUID instance;
    private final GroupCommit<LedgerEntry, LedgerWriter.Outcome> commits;
    private final GroupCommit<LedgerEntry, LedgerWriter.Outcome> troubled;
    private final LedgerCompletion completion;

    @Inject
    PostgresLedger(AgroalDataSource database, Instance instance) {
        LedgerInsert insert = new LedgerInsert(instance.id());
        this.database = database;
        this.instance = instance.id();
        LedgerWriter writer = new LedgerWriter(database, insert);
        this.commits = new GroupCommit<>(LARGEST_GROUP, writer::write);
        this.troubled = new GroupCommit<>(LARGEST_GROUP, writer::write);
        this.completion = new LedgerCompletion(instance.id());
    }

    @Override
    public DprId record(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key) {
        LedgerEntry entry = new LedgerEntry(call, parked, key);
        return written(call, commits(entry.isPlain()).submit(entry));
    }

    @Override
    public void record(List<CallRecord> calls) {
        Map<Boolean, List<LedgerEntry>> entries = calls.stream()
                .map(call -> new LedgerEntry(call, Optional.empty()))
                .collect(Collectors.partitioningBy(LedgerEntry::isPlain));
        entries.forEach((plain, some) -> {
            List<LedgerWriter.Outcome> outcomes = commits(plain).submit(some);
            for (int i = 0; i < some.size(); i++) {
                var _ = written(some.get(i).call(), outcomes.get(i));
            }
        });
    }

    /** What takes one statement does not wait for what takes several, nor holds its counters for as long. */
    private GroupCommit<LedgerEntry, LedgerWriter.Outcome> commits(boolean plain) {
        return plain ? commits : troubled;
    }

    private static DprId written(CallRecord call, LedgerWriter.Outcome outcome) {
        return switch (outcome) {
            case LedgerWriter.Outcome.Written(DprId id) -> id;
            case LedgerWriter.Outcome.NotWritten(SQLException cause) ->
                throw new LedgerUnavailable("call " + call.id() + " could not be recorded", cause);
        };
    }

    @Override
    public Optional<Recorded> find(String project, String dprId) {
        try (Connection connection = database.getConnection()) {
            return LedgerReading.find(connection, project, dprId);
        } catch (SQLException e) {
            throw new LedgerUnavailable("call " + dprId + " could not be looked up", e);
        }
    }

    @Override
    public Optional<CallRequest> asked(Recorded recorded) {
        try (Connection connection = database.getConnection()) {
            return RecordedRequests.find(connection, recorded.call().id(), LedgerInsert.time(recorded.call()));
        } catch (SQLException e) {
            throw new LedgerUnavailable("the request of call " + recorded.id() + " could not be looked up", e);
        }
    }

    @Override
    public void complete(CallRecord call, Optional<Content> answer) {
        if (call.source().equals(Optional.of(Source.DEFERRED))) {
            throw new IllegalArgumentException(
                    "call " + call.id() + " is still deferred: nobody would send it any more");
        }
        patiently(
                "call " + call.id() + " could not be completed",
                connection -> completion.complete(connection, call, answer));
    }

    @Override
    public void brokeOff(DprId call, CallRecord.Strike how) {
        try (Connection connection = database.getConnection()) {
            BrokenAnswers.add(connection, call, how);
        } catch (SQLException e) {
            throw new LedgerUnavailable("what became of call " + call + " could not be recorded", e);
        }
    }

    @Override
    public void ended(DprId call, Duration took, String words, Optional<CallRecord.Attempt> failure) {
        try (Connection connection = database.getConnection()) {
            EndedSockets.add(connection, call, took, words, failure, instance);
        } catch (SQLException e) {
            throw new LedgerUnavailable("how call " + call + " ended could not be recorded", e);
        }
    }

    @Override
    public void postpone(CallRecord call, ParkedCall waiting) {
        patiently(
                "call " + call.id() + " cannot be parked again",
                connection -> completion.postpone(connection, call, waiting));
    }

    /** What is done with a connection. */
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** What came of a parked call is known to us alone: a PostgreSQL that restarts is waited for, as for any other call. */
    private void patiently(String trouble, Work work) {
        long patienceEnds = System.nanoTime() + LedgerWriter.PATIENCE.toNanos();
        while (true) {
            boolean begun = false;
            try (Connection connection = database.getConnection()) {
                begun = true;
                work.on(connection);
                return;
            } catch (SQLException e) {
                boolean isUndone = !begun || e instanceof Transaction.Undone;
                if (!isUndone || System.nanoTime() - patienceEnds > 0) {
                    throw new LedgerUnavailable(trouble, e);
                }
                database.flush(FlushMode.GRACEFUL); // the pool's other connections died with this one
                LockSupport.parkNanos(LedgerWriter.BETWEEN_TRIES.toNanos());
            }
        }
    }
}
