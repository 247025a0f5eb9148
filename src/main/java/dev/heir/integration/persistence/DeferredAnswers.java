package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger.Content;
import dev.heir.integration.provider.Body;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Answers of calls that were deferred and are finished. */
final class DeferredAnswers {

    private DeferredAnswers() {}

    static void keep(Connection connection, UUID call, OffsetDateTime receivedAt, Content answer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO deferred_answer (call, received_at, status, headers, body)
                VALUES (?, ?, ?, CAST(? AS jsonb), ?)
                """)) {
            statement.setObject(1, call);
            statement.setObject(2, receivedAt);
            statement.setInt(3, answer.status());
            statement.setString(4, HeadersDocument.write(answer.headers()));
            statement.setBytes(5, answer.body().bytes());
            statement.executeUpdate();
        }
    }

    static Optional<Content> find(Connection connection, CallRecord call) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT status, headers, body FROM deferred_answer WHERE call = ? AND received_at = ?")) {
            statement.setObject(1, call.id());
            statement.setObject(2, LedgerInsert.time(call));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Content(
                                row.getInt(1), HeadersDocument.read(row.getString(2)), Body.of(row.getBytes(3))))
                        : Optional.empty();
            }
        }
    }
}
