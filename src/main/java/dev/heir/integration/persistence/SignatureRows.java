package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each error signature was seen. */
final class SignatureRows {

    private SignatureRows() {}

    /** Counts the signatures of these calls, in one order for everyone so that no two groups wait for each other. */
    static void count(Connection connection, List<CallRecord> calls) throws SQLException {
        Map<String, List<CallRecord>> bySignature = new TreeMap<>();
        for (CallRecord call : calls) {
            call.signature().ifPresent(signature -> bySignature
                    .computeIfAbsent(Stored.key(signature), key -> new ArrayList<>())
                    .add(call));
        }
        if (bySignature.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO error_signature AS e (signature, provider, operation, symptom, message, seen)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (signature) DO UPDATE
                SET seen = e.seen + excluded.seen, last_seen = excluded.last_seen, message = excluded.message
                """)) {
            for (Map.Entry<String, List<CallRecord>> seen : bySignature.entrySet()) {
                CallRecord last = seen.getValue().getLast();
                statement.setString(1, seen.getKey());
                statement.setString(2, Stored.text(last.provider()));
                statement.setString(3, Stored.text(last.operation()));
                statement.setString(4, last.symptom().map(Enum::name).orElse(""));
                statement.setString(5, Stored.text(last.detail()));
                statement.setLong(6, seen.getValue().size());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
