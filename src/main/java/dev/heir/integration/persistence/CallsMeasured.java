package dev.heir.integration.persistence;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The calls of a window, by provider. */
final class CallsMeasured {

    private CallsMeasured() {}

    /** As {@link dev.heir.integration.health.Vitals} means them. */
    record Calls(long calls, long answered, long letDown) {
        static final Calls NONE = new Calls(0, 0, 0);
    }

    static Map<String, Calls> read(Connection connection, Array providers, Instant from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT p.id, count(*) AS calls,
                    count(*) FILTER (WHERE c.live) AS answered,
                    count(*) FILTER (WHERE NOT c.live AND c.symptom IN ('TIMEOUT', 'SERVICE_UNAVAILABLE')) AS let_down
                FROM unnest(?) AS p (id) CROSS JOIN LATERAL (
                    SELECT symptom, coalesce(source IN ('LIVE', 'ALTERNATIVE_ENDPOINT'), false) AS live
                    FROM call
                    WHERE provider = p.id AND received_at >= ?
                        AND (source IS NULL OR source <> 'CACHED' OR symptom IS NOT NULL)
                ) c
                GROUP BY p.id
                """)) {
            statement.setArray(1, providers);
            statement.setObject(2, Columns.time(from));
            Map<String, Calls> calls = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    calls.put(
                            row.getString("id"),
                            new Calls(row.getLong("calls"), row.getLong("answered"), row.getLong("let_down")));
                }
            }
            return calls;
        }
    }
}
