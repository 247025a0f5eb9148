package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whose probe is due, handed to one instance only. */
final class ProbeTurns {

    private ProbeTurns() {}

    /**
     * One statement claims: an instance that comes second finds the time moved on. In one order for everyone so that
     * two sweeps never wait for each other in a circle.
     */
    static List<String> claim(Connection connection, Map<String, Duration> every, int most) throws SQLException {
        List<Map.Entry<String, Duration>> wanted = new ArrayList<>(every.entrySet());
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH wanted AS (
                    SELECT w.provider, w.every FROM unnest(?, ?) AS w (provider, every)
                ), due AS (
                    SELECT w.provider, w.every
                    FROM wanted w LEFT JOIN probe_turn t ON t.provider = w.provider
                    WHERE t.next_at IS NULL OR t.next_at <= clock_timestamp()
                    ORDER BY t.next_at NULLS FIRST, w.provider LIMIT ?
                )
                INSERT INTO probe_turn AS t (provider, next_at)
                SELECT provider, clock_timestamp() + every * interval '1 millisecond' FROM due ORDER BY provider
                ON CONFLICT (provider) DO UPDATE SET next_at = excluded.next_at WHERE t.next_at <= clock_timestamp()
                RETURNING provider
                """)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", wanted.stream().map(Map.Entry::getKey).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8",
                            wanted.stream()
                                    .map(one -> one.getValue().toMillis())
                                    .toArray()));
            statement.setInt(3, most);
            List<String> claimed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claimed.add(row.getString(1));
                }
            }
            return claimed;
        }
    }
}
