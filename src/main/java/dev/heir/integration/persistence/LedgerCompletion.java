package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger.Content;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What came of a deferred call that was taken up, written over its row in one transaction. */
final class LedgerCompletion {

    private final UUID instance;

    LedgerCompletion(UUID instance) {
        this.instance = instance;
    }

    /**
     * The first outcome stays: an instance whose lease ran out may come late with a second one, of which only the
     * attempts and strikes are added, and what they cost, since they happened.
     */
    void complete(Connection connection, CallRecord call, Optional<Content> answer) throws SQLException {
        try {
            completeAtOnce(connection, call, answer);
        } catch (SQLException e) {
            if (LedgerFailure.of(e) != LedgerFailure.MISSING_DAY) {
                throw e;
            }
            // Its day may be one of a version that kept no requests. Made only then: that takes a lock of the whole
            // fleet.
            LedgerDays.create(connection, List.of(receivedAt(connection, call).toInstant()));
            completeAtOnce(connection, call, answer);
        }
    }

    private void completeAtOnce(Connection connection, CallRecord call, Optional<Content> answer) throws SQLException {
        // The row's day is that of the parking, whatever the one who finishes it takes for the beginning.
        var _ = Transaction.of(connection, () -> {
            ParkedRows.remove(connection, call.id());
            OffsetDateTime receivedAt = receivedAt(connection, call);
            CallerKeyRows.completed(connection, call.id());
            if (tell(connection, call, receivedAt, true) && answer.isPresent()) {
                DeferredAnswers.keep(connection, call.id(), receivedAt, answer.get());
            }
            return true;
        });
    }

    void postpone(Connection connection, CallRecord call, ParkedCall waiting) throws SQLException {
        var _ = Transaction.of(connection, () -> {
            boolean ours = ParkedRows.postpone(connection, waiting);
            return tell(connection, call, receivedAt(connection, call), ours);
        });
    }

    /**
     * Adds what happened, and replaces what the call's row says of it.
     *
     * @param ours whether it is for us to say
     * @return whether the row was still that of a deferred call
     */
    private boolean tell(Connection connection, CallRecord call, OffsetDateTime receivedAt, boolean ours)
            throws SQLException {
        Optional<DprId> id = ours ? replaceDeferred(connection, call, receivedAt) : Optional.empty();
        if (id.isPresent()) { // in the order in which groups of new calls do it: nobody waits for each other
            RecordedRequests.complete(connection, call, receivedAt);
            SignatureRows.count(connection, List.of(call));
        }
        LaterSpend.add(connection, call, receivedAt);
        StoryRows.add(connection, call, receivedAt, instance);
        if (id.isPresent()) {
            EscalationRows.open(connection, List.of(call), Map.of(call.id(), id.get()));
        }
        return id.isPresent();
    }

    private static OffsetDateTime receivedAt(Connection connection, CallRecord call) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT received_at FROM call WHERE id = ? AND received_at BETWEEN ? AND ?")) {
            CallTime time = CallTime.of(call.id());
            statement.setObject(1, call.id());
            statement.setObject(2, time.earliest());
            statement.setObject(3, time.latest());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, OffsetDateTime.class) : LedgerInsert.time(call);
            }
        }
    }

    private static Optional<DprId> replaceDeferred(Connection connection, CallRecord call, OffsetDateTime receivedAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE call
                SET took_micros = ?, source = ?, status = ?, symptom = ?, fault = ?, ambiguous = ?, age_micros = ?,
                    signature = ?, detail = ?
                WHERE id = ? AND received_at = ? AND source = 'DEFERRED'
                RETURNING step
                """)) {
            statement.setLong(1, call.took().toNanos() / 1000);
            statement.setString(2, call.source().map(Enum::name).orElse(null));
            statement.setInt(3, call.status());
            statement.setString(4, call.symptom().map(Enum::name).orElse(null));
            statement.setString(5, call.fault().map(Enum::name).orElse(null));
            statement.setBoolean(6, call.ambiguous());
            statement.setLong(7, call.age().toNanos() / 1000);
            statement.setString(8, call.signature().map(Stored::key).orElse(null));
            statement.setString(9, Stored.text(call.detail()));
            statement.setObject(10, call.id());
            statement.setObject(11, receivedAt);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new DprId(call.project(), call.kind(), call.tool(), row.getLong(1)))
                        : Optional.empty();
            }
        }
    }
}
