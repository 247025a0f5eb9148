package dev.heir.integration.persistence;

import dev.heir.integration.knowledge.Proof;
import dev.heir.integration.strike.ErrorSignature;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the remedies since the last time. */
final class RemedyOutcomes {

    /** Between taking its time and its first row, a transaction shows nowhere. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private RemedyOutcomes() {}

    /**
     * Rows are counted ten seconds after their transaction began, and not before any that began earlier is over, so that
     * none is missed that ends late; the row's lock keeps two sweeps from counting the same ones. What was only
     * recommended was not tried.
     *
     * <p>Only the partitions of the last days are looked into: no call is parked for longer than a week.
     *
     * <p>A call that was answered live in the end has no signature of its own; it has that of its first failure.
     *
     * @return up to when everything is counted
     */
    static Instant count(Connection connection) throws SQLException {
        return count(connection, SETTLED);
    }

    static Instant count(Connection connection, Duration settled) throws SQLException {
        Instant from;
        Instant until;
        try (PreparedStatement statement = connection.prepareStatement("""
                        SELECT counted_until, greatest(counted_until, least(
                            clock_timestamp() - ? * interval '1 millisecond',
                            (SELECT min(xact_start) - interval '1 microsecond' FROM pg_stat_activity
                             WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()))) AS until
                        FROM sweep FOR UPDATE
                        """)) {
            statement.setLong(1, settled.toMillis());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                from = Columns.instant(row, "counted_until");
                until = Columns.instant(row, "until");
            }
        }
        Map<String, Map<String, Proof>> outcomes = new TreeMap<>();
        Map<String, Recovered> recovered = new TreeMap<>();
        read(connection, from, until, outcomes, recovered);
        write(connection, outcomes);
        name(connection, recovered);
        try (PreparedStatement statement = connection.prepareStatement("UPDATE sweep SET counted_until = ?")) {
            statement.setObject(1, Columns.time(until));
            statement.executeUpdate();
        }
        return until;
    }

    /** A signature that only calls have which were answered live in the end. */
    private record Recovered(ErrorSignature signature, long seen, Instant last) {
        Recovered plus(Recovered other) {
            return new Recovered(signature, seen + other.seen, last.isAfter(other.last) ? last : other.last);
        }
    }

    private static void read(
            Connection connection,
            Instant from,
            Instant until,
            Map<String, Map<String, Proof>> outcomes,
            Map<String, Recovered> recovered)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT c.provider, c.operation, c.signature, coalesce(a.symptom, s.symptom) AS symptom,
                    coalesce(a.detail, '') AS message, s.remedy, count(*) AS tries,
                    count(*) FILTER (WHERE s.worked) AS successes,
                    count(*) FILTER (WHERE s.worked AND c.signature IS NULL) AS seen, max(s.recorded_at) AS last
                FROM strike s
                JOIN call c ON c.id = s.call AND c.received_at = s.received_at
                LEFT JOIN LATERAL (
                    SELECT symptom, detail FROM attempt
                    WHERE call = s.call AND received_at = s.received_at AND symptom IS NOT NULL
                        AND symptom <> 'USAGE_WARNING' AND c.signature IS NULL
                    ORDER BY number LIMIT 1
                ) a ON true
                WHERE s.recorded_at > ? AND s.recorded_at <= ?
                    AND s.received_at > ?::timestamptz - interval '8 days' AND s.remedy IS NOT NULL AND s.remedy <> 'PLAN_UPGRADE'
                GROUP BY 1, 2, 3, 4, 5, 6
                """)) {
            statement.setObject(1, Columns.time(from));
            statement.setObject(2, Columns.time(until));
            statement.setObject(3, Columns.time(from));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String signature = row.getString("signature");
                    if (signature == null) {
                        ErrorSignature of = ErrorSignature.of(
                                row.getString("provider"),
                                row.getString("operation"),
                                Symptom.valueOf(row.getString("symptom")),
                                row.getString("message"));
                        signature = Stored.key(of.key());
                        recovered.merge(
                                signature,
                                new Recovered(of, row.getLong("seen"), Columns.instant(row, "last")),
                                Recovered::plus);
                    }
                    outcomes.computeIfAbsent(signature, key -> new TreeMap<>())
                            .merge(
                                    row.getString("remedy"),
                                    new Proof(row.getLong("tries"), row.getLong("successes")),
                                    Proof::plus);
                }
            }
        }
    }

    private static void write(Connection connection, Map<String, Map<String, Proof>> outcomes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO remedy_outcome AS o (signature, remedy, tries, successes) VALUES (?, ?, ?, ?)
                ON CONFLICT (signature, remedy) DO UPDATE
                SET tries = o.tries + excluded.tries, successes = o.successes + excluded.successes
                """)) {
            for (Map.Entry<String, Map<String, Proof>> signature : outcomes.entrySet()) {
                for (Map.Entry<String, Proof> remedy : signature.getValue().entrySet()) {
                    statement.setString(1, signature.getKey());
                    statement.setString(2, remedy.getKey());
                    statement.setLong(3, remedy.getValue().tries());
                    statement.setLong(4, remedy.getValue().successes());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static void name(Connection connection, Map<String, Recovered> recovered) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO error_signature AS e (signature, provider, operation, symptom, message, first_seen,
                    last_seen, seen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (signature) DO UPDATE
                SET seen = e.seen + excluded.seen, last_seen = greatest(e.last_seen, excluded.last_seen)
                """)) {
            for (Map.Entry<String, Recovered> one : recovered.entrySet()) {
                ErrorSignature signature = one.getValue().signature();
                statement.setString(1, one.getKey());
                statement.setString(2, signature.provider());
                statement.setString(3, signature.operation());
                statement.setString(4, signature.symptom().name());
                statement.setString(5, Stored.text(signature.message()));
                statement.setObject(6, Columns.time(one.getValue().last()));
                statement.setObject(7, Columns.time(one.getValue().last()));
                statement.setLong(8, one.getValue().seen());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
