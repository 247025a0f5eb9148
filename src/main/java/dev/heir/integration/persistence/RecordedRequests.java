package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests of recorded calls, kept to be replayed, and dropped with their day. */
final class RecordedRequests {

    private RecordedRequests() {}

    static void insert(Connection connection, List<LedgerEntry> group) throws SQLException {
        for (LedgerEntry entry : group) {
            if (entry.call().asked().kept().isPresent()) {
                insert(connection, entry.call(), LedgerInsert.time(entry.call()));
            }
        }
    }

    /** What was deferred is kept when it is over. */
    static void complete(Connection connection, CallRecord call, OffsetDateTime receivedAt) throws SQLException {
        if (call.asked().kept().isPresent()) {
            insert(connection, call, receivedAt);
        }
    }

    private static void insert(Connection connection, CallRecord call, OffsetDateTime receivedAt) throws SQLException {
        CallRequest request = call.asked().kept().orElseThrow();
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO recorded_request (call, received_at, request, body) VALUES (?, ?, CAST(? AS jsonb), ?)
                ON CONFLICT DO NOTHING
                """)) {
            statement.setObject(1, call.id());
            statement.setObject(2, receivedAt);
            statement.setString(3, RequestDocument.write(request));
            statement.setBytes(4, request.body().bytes());
            statement.executeUpdate();
        }
    }

    static Optional<CallRequest> find(Connection connection, UUID call, OffsetDateTime receivedAt) throws SQLException {
        return Database.first(
                connection,
                row -> RequestDocument.read(row.getString("request"), row.getBytes("body")),
                "SELECT request, body FROM recorded_request WHERE call = ? AND received_at = ?",
                call,
                receivedAt);
    }
}
