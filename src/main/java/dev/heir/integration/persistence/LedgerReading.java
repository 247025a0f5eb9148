package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger.Recorded;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a call back as it was recorded; its incident is in the case file and not repeated here. */
final class LedgerReading {

    private static final Pattern DPR_ID =
            Pattern.compile("INTEGRATION\\.([A-Z0-9_-]+)\\.([A-Z0-9_-]+)\\.([A-Z0-9_-]+)\\.20000\\.([0-9]{3,18})");

    private LedgerReading() {}

    static Optional<Recorded> find(Connection connection, String project, String dprId) throws SQLException {
        Matcher id = DPR_ID.matcher(dprId);
        if (!id.matches()) {
            return Optional.empty();
        }
        Optional<Recorded> late = find(connection, project, id, CallTime.lately(connection));
        return late.isPresent() ? late : find(connection, project, id, OffsetDateTime.MIN);
    }

    /** @param since of all history, where most calls that are looked for are of late */
    private static Optional<Recorded> find(Connection connection, String project, Matcher id, OffsetDateTime since)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT c.* FROM dpr_step s JOIN call c ON c.series = s.series
                WHERE s.project = ? AND s.operation = ? AND s.tool = ? AND c.step = ? AND c.project = ?
                    AND c.received_at > ?
                """)) {
            statement.setString(1, id.group(1));
            statement.setString(2, id.group(2));
            statement.setString(3, id.group(3));
            statement.setLong(4, Long.parseLong(id.group(4)));
            statement.setString(5, Stored.text(project));
            statement.setObject(6, since);
            return recorded(connection, statement);
        }
    }

    static Optional<Recorded> find(Connection connection, UUID call, OffsetDateTime receivedAt) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM call WHERE id = ? AND received_at = ?")) {
            statement.setObject(1, call);
            statement.setObject(2, receivedAt);
            return recorded(connection, statement);
        }
    }

    private static Optional<Recorded> recorded(Connection connection, PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            CallRecord call = call(connection, row);
            DprId found = new DprId(call.project(), call.kind(), call.tool(), row.getLong("step"));
            boolean deferred = call.source().equals(Optional.of(Source.DEFERRED));
            return Optional.of(new Recorded(
                    found,
                    call,
                    DeferredAnswers.find(connection, call),
                    deferred ? ParkedRows.find(connection, call.id()) : Optional.empty()));
        }
    }

    static CallRecord call(Connection connection, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        OffsetDateTime receivedAt = row.getObject("received_at", OffsetDateTime.class);
        Optional<String> currency = text(row, "cost_currency");
        return new CallRecord(
                id,
                row.getString("project"),
                row.getString("kind"),
                row.getString("tool"),
                row.getString("provider"),
                row.getString("operation"),
                Tier.valueOf(row.getString("tier")),
                receivedAt.toInstant(),
                micros(row, "took_micros"),
                text(row, "idempotency_key"),
                text(row, "source").map(Source::valueOf),
                row.getInt("status"),
                text(row, "symptom").map(Symptom::valueOf),
                text(row, "fault").map(Fault::valueOf),
                row.getBoolean("ambiguous"),
                micros(row, "age_micros"),
                currency.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Money(row.getBigDecimal("cost"), Currency.getInstance(currency.get()))),
                text(row, "signature"),
                row.getString("detail"),
                attempts(connection, id, receivedAt),
                strikes(connection, id, receivedAt),
                Optional.empty(),
                new CallRecord.Use(
                        SpendRows.units(row),
                        Optional.ofNullable(row.getObject("request_hash", Long.class)),
                        Permit.Counted.NOWHERE,
                        SpendRows.charges(row),
                        Optional.empty()),
                new CallRecord.Asked(Optional.empty(), text(row, "replay_of")));
    }

    private static List<CallRecord.Attempt> attempts(Connection connection, UUID call, OffsetDateTime receivedAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT * FROM attempt WHERE call = ? AND received_at = ? ORDER BY started_at, number")) {
            statement.setObject(1, call);
            statement.setObject(2, receivedAt);
            List<CallRecord.Attempt> attempts = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    attempts.add(new CallRecord.Attempt(
                            row.getInt("number"),
                            row.getString("provider"),
                            row.getString("target"),
                            text(row, "credential"),
                            instant(row, "started_at"),
                            micros(row, "took_micros"),
                            row.getInt("status"),
                            text(row, "symptom").map(Symptom::valueOf),
                            row.getBoolean("retry"),
                            row.getBoolean("slow"),
                            row.getBoolean("counts_against_target"),
                            row.getString("detail")));
                }
            }
            return attempts;
        }
    }

    private static List<CallRecord.Strike> strikes(Connection connection, UUID call, OffsetDateTime receivedAt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT * FROM strike WHERE call = ? AND received_at = ? ORDER BY at, position")) {
            statement.setObject(1, call);
            statement.setObject(2, receivedAt);
            List<CallRecord.Strike> strikes = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    strikes.add(new CallRecord.Strike(
                            row.getInt("number"),
                            Symptom.valueOf(row.getString("symptom")),
                            text(row, "remedy").map(Remedy::valueOf),
                            row.getBoolean("worked"),
                            instant(row, "at"),
                            row.getString("detail")));
                }
            }
            return strikes;
        }
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Duration micros(ResultSet row, String column) throws SQLException {
        return Duration.of(row.getLong(column), ChronoUnit.MICROS);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
