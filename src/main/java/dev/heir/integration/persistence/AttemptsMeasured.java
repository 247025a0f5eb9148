package dev.heir.integration.persistence;

import dev.heir.integration.health.Vitals;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a window, by provider and by target.
 *
 * <p>Each provider's are found by index in the partitions of the window. Attempts of calls that were parked for longer
 * than the window are not seen: they are found by the time their call came in.
 */
record AttemptsMeasured(Map<String, Totals> totals, Map<String, Map<String, AtTarget>> targets) {

    /** The longest deadline of a call: an attempt within the window may belong to a call received that much earlier. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    /** @param good those that were answered with 2xx or 3xx */
    record Totals(
            long attempts, long failures, long limited, long refused, long good, Optional<Vitals.Latency> latency) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, Optional.empty());
    }

    /** As {@link dev.heir.integration.health.Evidence.Target} means them. */
    record AtTarget(
            long failuresInARow,
            Optional<Instant> failingSince,
            Optional<Instant> lastFailure,
            Optional<Instant> lastAnswer,
            Optional<Instant> lastHeard,
            Optional<Instant> lastSilence) {
        static final AtTarget NOTHING = new AtTarget(
                0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Who is not to be reached has failed here, whoever's fault that is: an address that is missing or not allowed is told
     * by the standing, though it opens no circuit. Who was not given the time to answer has neither failed nor answered.
     */
    static AttemptsMeasured read(Connection connection, Array providers, Instant from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH seen AS (
                    SELECT p.id AS provider, a.*,
                        max(a.ended) FILTER (WHERE a.status > 0 AND NOT a.failed) OVER (PARTITION BY p.id, a.target) AS last_answer
                    FROM unnest(?) AS p (id) CROSS JOIN LATERAL (
                        SELECT target, status, symptom, took_micros, started_at,
                            counts_against_target OR status = 0 AND symptom = 'SERVICE_UNAVAILABLE' AS failed,
                            started_at + took_micros * interval '1 microsecond' AS ended
                        FROM attempt
                        WHERE provider = p.id AND received_at >= ? AND symptom IS DISTINCT FROM 'THROTTLING_ACTIVE'
                    ) a
                    WHERE a.ended >= ?
                )
                SELECT provider, target, grouping(target) = 1 AS total,
                    count(*) AS attempts,
                    count(*) FILTER (WHERE failed) AS failures,
                    count(*) FILTER (WHERE symptom IN ('HTTP_429', 'RATE_LIMIT_EXCEEDED', 'QUOTA_EXCEEDED')) AS limited,
                    count(*) FILTER (WHERE symptom = 'AUTHENTICATION_FAILURE') AS refused,
                    count(*) FILTER (WHERE status = 101 OR status BETWEEN 200 AND 399) AS good,
                    percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY took_micros)
                        FILTER (WHERE status > 0) AS percentiles,
                    count(*) FILTER (WHERE failed AND (last_answer IS NULL OR ended > last_answer)) AS in_a_row,
                    min(started_at) FILTER (WHERE failed AND (last_answer IS NULL OR ended > last_answer)) AS since,
                    max(ended) FILTER (WHERE failed AND (last_answer IS NULL OR ended > last_answer)) AS last_failure,
                    max(last_answer) AS last_answer,
                    max(ended) FILTER (WHERE status > 0) AS last_heard,
                    max(ended) FILTER (WHERE status = 0 AND failed) AS last_silence
                FROM seen GROUP BY GROUPING SETS ((provider), (provider, target))
                """)) {
            statement.setArray(1, providers);
            statement.setObject(2, Columns.time(from.minus(LONGEST_CALL)));
            statement.setObject(3, Columns.time(from));
            AttemptsMeasured measured = new AttemptsMeasured(new HashMap<>(), new HashMap<>());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String provider = row.getString("provider");
                    if (row.getBoolean("total")) {
                        measured.totals.put(provider, totals(row));
                    } else {
                        measured.targets
                                .computeIfAbsent(provider, key -> new HashMap<>())
                                .put(row.getString("target"), atTarget(row));
                    }
                }
            }
            return measured;
        }
    }

    private static Totals totals(ResultSet row) throws SQLException {
        return new Totals(
                row.getLong("attempts"),
                row.getLong("failures"),
                row.getLong("limited"),
                row.getLong("refused"),
                row.getLong("good"),
                latency(row.getArray("percentiles")));
    }

    private static Optional<Vitals.Latency> latency(@Nullable Array percentiles) throws SQLException {
        if (percentiles == null) {
            return Optional.empty();
        }
        Long[] micros = (Long[]) percentiles.getArray();
        return Optional.of(new Vitals.Latency(micros(micros[0]), micros(micros[1]), micros(micros[2])));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static AtTarget atTarget(ResultSet row) throws SQLException {
        return new AtTarget(
                row.getLong("in_a_row"),
                Columns.maybeInstant(row, "since"),
                Columns.maybeInstant(row, "last_failure"),
                Columns.maybeInstant(row, "last_answer"),
                Columns.maybeInstant(row, "last_heard"),
                Columns.maybeInstant(row, "last_silence"));
    }
}
