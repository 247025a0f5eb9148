package dev.heir.integration.persistence;

import dev.heir.integration.health.Standing;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Case files of outages that lasted, opened by the sweep. */
final class OutageCases {

    /** An outage's first failure may belong to a call received that much earlier. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private OutageCases() {}

    /**
     * Opens the case of a provider's outage, or notes on the open one that the outage is sustained. The call it starts
     * with is the first one that failed. After a resolution the same outage has to last as long again: a
     * person who said that it is over is not contradicted within the minute.
     *
     * @return the new case's id; empty when there is one already, or it was resolved too lately
     */
    static Optional<String> open(Connection connection, Standing down, Duration sustained) throws SQLException {
        Standing.Outage outage = down.outage().orElseThrow();
        // One time for both columns: by it a case just opened is told from one that was there.
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO escalation AS e (cause, pattern, symptom, triggers, signature, project, provider, operation,
                    opened_at, last_seen_at, occurrences, first_call, first_dpr_id, recommendations, attempted)
                SELECT ?, ?, coalesce(a.symptom, ?), ARRAY[?], c.signature, c.project, a.provider, c.operation,
                    statement_timestamp(), statement_timestamp(), 0, c.id,
                    concat_ws('.', 'INTEGRATION', s.project, s.operation, s.tool, '20000',
                        lpad(c.step::text, greatest(3, length(c.step::text)), '0')),
                    '[]', '[]'
                FROM (
                    SELECT * FROM attempt WHERE provider = ? AND counts_against_target AND received_at >= ?
                    ORDER BY received_at LIMIT 1
                ) a
                JOIN call c ON c.id = a.call AND c.received_at = a.received_at
                JOIN dpr_step s ON s.series = c.series
                WHERE NOT EXISTS (
                    SELECT FROM escalation r WHERE r.provider = a.provider AND r.cause = ? AND r.status = 'RESOLVED'
                        AND r.resolved_at > ?)
                ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO UPDATE
                SET triggers = e.triggers || excluded.triggers, last_seen_at = excluded.last_seen_at
                WHERE NOT e.triggers @> excluded.triggers
                RETURNING id, occurrences = 0 AND opened_at = last_seen_at AS opened
                """)) {
            String cause = cause(down);
            statement.setString(1, cause);
            statement.setString(2, ErrorPattern.API_FAILURE.name());
            statement.setString(3, Symptom.SERVICE_UNAVAILABLE.name());
            statement.setString(4, EscalationTrigger.SUSTAINED_OUTAGE.name());
            statement.setString(5, down.provider());
            statement.setObject(6, Columns.time(outage.since().minus(LONGEST_CALL)));
            statement.setString(7, cause);
            statement.setObject(8, Columns.time(outage.seen().minus(sustained)));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean("opened") ? Optional.of(row.getString("id")) : Optional.empty();
            }
        }
    }

    /** As the calls' own incidents spell it, so that both tell of one case. */
    static String cause(Standing down) {
        return Stored.key(down.provider() + ":" + ErrorPattern.API_FAILURE);
    }
}
