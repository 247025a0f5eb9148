package dev.heir.integration.persistence;

import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.knowledge.Proof;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What an incident taught: how many calls it struck, and what was tried meanwhile and how often it worked. */
final class Lessons {

    private Lessons() {}

    /**
     * Records the lessons of the incidents whose every outcome is in.
     *
     * @param counted up to when outcomes are in
     * @return how many were recorded
     */
    static int record(Connection connection, Instant counted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE resolution r
                SET lesson_recorded_at = clock_timestamp(), lesson = (
                    SELECT jsonb_build_object('calls', coalesce(max(calls), 0), 'remedies',
                        coalesce(jsonb_agg(jsonb_build_object('remedy', remedy, 'tries', tries, 'successes', successes))
                            FILTER (WHERE remedy IS NOT NULL), '[]'))
                    FROM (
                        SELECT s.remedy, count(*) AS tries, count(*) FILTER (WHERE s.worked) AS successes,
                            max(count(DISTINCT s.call)) OVER () AS calls
                        FROM strike s JOIN call c ON c.id = s.call AND c.received_at = s.received_at
                        WHERE s.recorded_at BETWEEN e.opened_at - interval '1 second' AND r.resolved_at
                            AND c.provider = r.provider AND s.remedy IS DISTINCT FROM 'PLAN_UPGRADE'
                            AND (e.pattern, s.symptom) IN (SELECT * FROM unnest(?, ?))
                        GROUP BY s.remedy
                    ) tried)
                FROM escalation e
                WHERE e.id = r.escalation AND r.lesson_recorded_at IS NULL AND r.resolved_at <= ?
                """)) {
            // All symptoms of the case's pattern belong to its cause, and those of another do not.
            statement.setArray(1, texts(connection, symptom -> symptom.pattern().name()));
            statement.setArray(2, texts(connection, Symptom::name));
            statement.setObject(3, Columns.time(counted));
            return statement.executeUpdate();
        }
    }

    private static Array texts(Connection connection, Function<Symptom, String> text) throws SQLException {
        return connection.createArrayOf(
                "text", Arrays.stream(Symptom.values()).map(text).toArray());
    }

    static List<Entry.Tried> remedies(Connection connection, String lesson) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT remedy, tries, successes
                FROM jsonb_to_recordset(CAST(? AS jsonb) -> 'remedies') AS t (remedy text, tries bigint, successes bigint)
                ORDER BY successes DESC, remedy
                """)) {
            statement.setString(1, lesson);
            List<Entry.Tried> tried = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tried.add(Entry.Tried.of(
                            Remedy.valueOf(row.getString("remedy")),
                            new Proof(row.getLong("tries"), row.getLong("successes"))));
                }
            }
            return tried;
        }
    }
}
