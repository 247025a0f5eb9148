package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.Waiting;
import dev.heir.integration.call.ParkedCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Parked calls, written and removed in the transaction of their ledger row. */
final class ParkedRows {

    private ParkedRows() {}

    static void insert(Connection connection, List<LedgerEntry> group) throws SQLException {
        List<LedgerEntry> parking =
                group.stream().filter(entry -> entry.parked().isPresent()).toList();
        if (parking.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO parked_call (call, received_at, project, request, body, tier, not_before, tries, refusals,
                    send_began, untried, first_sent_at)
                VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (LedgerEntry entry : parking) {
                ParkedCall parked = entry.parked().orElseThrow();
                statement.setObject(1, parked.call());
                statement.setObject(2, LedgerInsert.time(entry.call()));
                statement.setString(3, Stored.text(parked.project()));
                statement.setString(4, RequestDocument.write(parked.request()));
                statement.setBytes(5, parked.request().body().bytes());
                statement.setString(6, parked.tier().name());
                statement.setObject(7, parked.notBefore().atOffset(ZoneOffset.UTC));
                statement.setInt(8, parked.tries());
                statement.setInt(9, parked.refusals());
                statement.setBoolean(10, parked.sendBegan());
                statement.setBoolean(11, parked.untried());
                statement.setObject(12, Columns.time(parked.firstSent()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** @return false when somebody else has taken it since, or it is over */
    static boolean postpone(Connection connection, ParkedCall waiting) throws SQLException {
        return Database.update(
                        connection,
                        """
                        UPDATE parked_call SET lease_until = NULL, announced = false, send_began = ?, refusals = ?, untried = ?,
                            not_before = greatest(not_before, ?), first_sent_at = ?
                        WHERE call = ? AND tries = ?
                        """,
                        waiting.sendBegan(),
                        waiting.refusals(),
                        waiting.untried(),
                        Columns.time(waiting.notBefore()),
                        Columns.time(waiting.firstSent()),
                        waiting.call(),
                        waiting.tries())
                == 1;
    }

    static Optional<Waiting> find(Connection connection, UUID call) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT not_before, coalesce(lease_until > clock_timestamp(), false) FROM parked_call WHERE call = ?")) {
            statement.setObject(1, call);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Waiting(Columns.instant(row, "not_before"), row.getBoolean(2)))
                        : Optional.empty();
            }
        }
    }

    static void remove(Connection connection, UUID call) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM parked_call WHERE call = ?")) {
            statement.setObject(1, call);
            statement.executeUpdate();
        }
    }
}
