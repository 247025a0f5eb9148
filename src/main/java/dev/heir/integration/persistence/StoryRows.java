package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A call's attempts and strikes, and what the attempts add to the counts of their second. */
final class StoryRows {

    /**
     * Follows on {@code numbered}, calls with their {@code attempts} as JSON. The second's counts have
     * a row of their own for each instance, which is the one parameter.
     */
    static final String ADDED = """
            attempts AS (
                INSERT INTO attempt (call, received_at, number, provider, target, credential, started_at, took_micros,
                    status, symptom, retry, slow, counts_against_target, detail)
                SELECT c.id, c.received_at, a.*
                FROM numbered c, json_to_recordset(c.attempts) AS a (
                    number int, provider text, target text, credential text, started_at timestamptz,
                    took_micros bigint, status int, symptom text, retry boolean, slow boolean,
                    counts_against_target boolean, detail text)
                RETURNING provider, target, retry, slow, counts_against_target
            ), seconds AS (
                INSERT INTO target_second AS t (instance, second, target, provider, calls, failures, slow, retries)
                SELECT ?, floor(extract(epoch FROM clock_timestamp())), target, min(provider), count(*),
                    count(*) FILTER (WHERE counts_against_target), count(*) FILTER (WHERE slow),
                    count(*) FILTER (WHERE retry)
                FROM attempts GROUP BY target
                ON CONFLICT (instance, second, target) DO UPDATE SET calls = t.calls + excluded.calls,
                    failures = t.failures + excluded.failures, slow = t.slow + excluded.slow,
                    retries = t.retries + excluded.retries
            )
            """;

    /** Follows on {@code numbered} as well; where no call has strikes it is left out, since each table costs its start. */
    static final String STRUCK = """
            strikes AS (
                INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)
                SELECT c.id, c.received_at, s.*
                FROM numbered c, json_to_recordset(c.strikes) AS s (
                    position int, number int, symptom text, remedy text, worked boolean, at timestamptz, detail text)
            )
            """;

    private static final String OF_A_RECORDED_CALL = """
            WITH numbered AS MATERIALIZED (
                SELECT CAST(? AS timestamptz) AS received_at, *
                FROM json_to_recordset(CAST(? AS json)) AS i (id uuid, attempts json, strikes json)
            ), %s, %s
            SELECT 1
            """.formatted(ADDED, STRUCK);

    private StoryRows() {}

    /** Adds to the story of a call that is in the ledger already. */
    static void add(Connection connection, CallRecord call, OffsetDateTime receivedAt, UUID instance)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_A_RECORDED_CALL)) {
            statement.setObject(1, receivedAt);
            statement.setString(2, LedgerDocument.of(List.of(new LedgerEntry(call, Optional.empty()))));
            statement.setObject(3, instance);
            statement.execute();
        }
    }
}
