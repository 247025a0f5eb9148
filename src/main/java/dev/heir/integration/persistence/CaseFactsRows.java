package dev.heir.integration.persistence;

import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.report.CaseFacts;
import dev.heir.integration.report.CaseFile;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A case's facts in the ledger; each is found by provider and time. */
@Singleton
final class CaseFactsRows implements CaseFacts {

    private final Database database;

    CaseFactsRows(Database database) {
        this.database = database;
    }

    @Override
    public Facts about(Escalation escalation) {
        return database.read(connection -> {
            Instant from = begin(connection, escalation);
            Instant until = escalation.state() instanceof CaseState.Resolved done ? done.at() : Clocks.now(connection);
            return new Facts(
                    letDown(connection, escalation, from, until),
                    uses(connection, escalation.provider(), until),
                    solutions(connection, escalation, from, until),
                    retries(connection, escalation, from, until, ""),
                    retries(connection, escalation, from, until, "AND (status = 101 OR status BETWEEN 200 AND 399)"),
                    down(connection, escalation.provider(), from, until));
        });
    }

    /** When the case's first call came in, which is before the case was opened. */
    private static Instant begin(Connection connection, Escalation escalation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT received_at FROM call WHERE id = ? AND received_at BETWEEN ? AND ?
                """)) {
            Optional<UUID> first = Database.first(
                    connection,
                    row -> row.getObject(1, UUID.class),
                    "SELECT first_call FROM escalation WHERE id = ?",
                    UUID.fromString(escalation.id()));
            if (first.isEmpty()) {
                return escalation.openedAt();
            }
            CallTime time = CallTime.of(first.get());
            statement.setObject(1, first.get());
            statement.setObject(2, time.earliest());
            statement.setObject(3, time.latest());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Columns.instant(row, "received_at") : escalation.openedAt();
            }
        }
    }

    private static List<CaseFile.LetDown> letDown(
            Connection connection, Escalation escalation, Instant from, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT tier, project, count(*) AS calls, count(*) FILTER (WHERE source IS NULL) AS unanswered,
                    count(*) FILTER (WHERE received_at > ?) AS last_hour,
                    min(received_at) AS first, max(received_at) AS last
                FROM call
                WHERE provider = ? AND received_at BETWEEN ? AND ? AND symptom = ANY (?) AND project <> 'orchestrator'
                    AND (source IS NULL OR source NOT IN ('LIVE', 'ALTERNATIVE_ENDPOINT'))
                GROUP BY tier, project ORDER BY tier, calls DESC
                """)) {
            statement.setObject(1, Columns.time(until.minus(Duration.ofHours(1))));
            statement.setString(2, escalation.provider());
            statement.setObject(3, Columns.time(from));
            statement.setObject(4, Columns.time(until));
            statement.setArray(5, symptoms(connection, escalation));
            List<CaseFile.LetDown> letDown = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    letDown.add(new CaseFile.LetDown(
                            Tier.valueOf(row.getString("tier")),
                            row.getString("project"),
                            row.getLong("calls"),
                            row.getLong("unanswered"),
                            row.getLong("last_hour"),
                            Columns.instant(row, "first"),
                            Columns.instant(row, "last")));
                }
            }
            return letDown;
        }
    }

    private static List<CaseFile.Use> uses(Connection connection, String provider, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT project, count(*) AS calls, max(received_at) AS last FROM call
                WHERE provider = ? AND received_at BETWEEN ?::timestamptz - interval '24 hours' AND ?
                    AND project <> 'orchestrator'
                GROUP BY project ORDER BY calls DESC, project
                """)) {
            statement.setString(1, provider);
            statement.setObject(2, Columns.time(until));
            statement.setObject(3, Columns.time(until));
            List<CaseFile.Use> uses = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    uses.add(new CaseFile.Use(
                            row.getString("project"), row.getLong("calls"), Columns.instant(row, "last")));
                }
            }
            return uses;
        }
    }

    private static List<CaseFile.AttemptedSolution> solutions(
            Connection connection, Escalation escalation, Instant from, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT s.number, s.remedy, count(*) AS tries, count(*) FILTER (WHERE s.worked) AS worked
                FROM strike s JOIN call c ON c.id = s.call AND c.received_at = s.received_at
                WHERE s.recorded_at BETWEEN ? AND ? AND s.received_at BETWEEN ?::timestamptz - interval '8 days' AND ?
                    AND s.symptom = ANY (?) AND c.provider = ? AND s.remedy <> 'PLAN_UPGRADE'
                GROUP BY s.number, s.remedy ORDER BY s.number, tries DESC
                """)) {
            statement.setObject(1, Columns.time(from));
            statement.setObject(2, Columns.time(until));
            statement.setObject(3, Columns.time(from));
            statement.setObject(4, Columns.time(until));
            statement.setArray(5, symptoms(connection, escalation));
            statement.setString(6, escalation.provider());
            List<CaseFile.AttemptedSolution> solutions = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    solutions.add(new CaseFile.AttemptedSolution(
                            row.getInt("number"),
                            Remedy.valueOf(row.getString("remedy")),
                            row.getLong("tries"),
                            row.getLong("worked")));
                }
            }
            return solutions;
        }
    }

    private static long retries(Connection connection, Escalation escalation, Instant from, Instant until, String which)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT count(*) FROM attempt WHERE provider = ? AND received_at BETWEEN ? AND ? AND retry
                """ + which)) {
            statement.setString(1, escalation.provider());
            statement.setObject(2, Columns.time(from));
            statement.setObject(3, Columns.time(until));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** What was asked last and failed, whether or not that opened its circuit, and what is not asked for its circuit. */
    private static Map<String, String> down(Connection connection, String provider, Instant from, Instant until)
            throws SQLException {
        Map<String, String> down = new HashMap<>();
        Database.list(
                connection,
                row -> down.put(
                        row.getString("target"),
                        "failed when it was last asked, at "
                                + Columns.instant(row, "started_at").truncatedTo(ChronoUnit.SECONDS) + ": "
                                + row.getString("detail")),
                """
                SELECT * FROM (
                    SELECT DISTINCT ON (target) target, started_at, detail,
                        counts_against_target OR status = 0 AND symptom = 'SERVICE_UNAVAILABLE' AS failed
                    FROM attempt WHERE provider = ? AND received_at BETWEEN ? AND ?
                    ORDER BY target, started_at DESC) AS last
                WHERE failed
                """,
                provider,
                Columns.time(from),
                Columns.time(until));
        Database.list(
                connection,
                row -> down.putIfAbsent(row.getString("target"), "its circuit is open"),
                "SELECT target FROM circuit WHERE provider = ? AND state = 'OPEN' AND until > clock_timestamp()",
                provider);
        return down;
    }

    /** All symptoms of the case's pattern belong to its cause. */
    private static Array symptoms(Connection connection, Escalation escalation) throws SQLException {
        return connection.createArrayOf(
                "text",
                Arrays.stream(Symptom.values())
                        .filter(symptom -> symptom.pattern() == escalation.pattern())
                        .map(Enum::name)
                        .toArray());
    }
}
