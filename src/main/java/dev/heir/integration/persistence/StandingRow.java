package dev.heir.integration.persistence;

import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Phase;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Vitals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A standing as a row, with the line of history that a change is worth. */
final class StandingRow {

    private StandingRow() {}

    static Standing read(ResultSet row) throws SQLException {
        Optional<Instant> seen = Columns.maybeInstant(row, "outage_seen");
        Optional<Vitals.Latency> latency = latency(row);
        return new Standing(
                row.getString("provider"),
                Colour.valueOf(row.getString("colour")),
                Phase.valueOf(row.getString("phase")),
                Columns.texts(row, "reasons"),
                Columns.instant(row, "since"),
                Columns.maybeInstant(row, "outage_since")
                        .flatMap(since -> seen.map(last -> new Standing.Outage(since, last))),
                row.getBoolean("ever_answered"),
                new Vitals(
                        Columns.instant(row, "window_from"),
                        Columns.instant(row, "window_until"),
                        row.getLong("calls"),
                        row.getLong("answered"),
                        row.getLong("let_down"),
                        row.getLong("attempts"),
                        row.getLong("failures"),
                        row.getLong("limited"),
                        row.getLong("refused"),
                        latency));
    }

    private static Optional<Vitals.Latency> latency(ResultSet row) throws SQLException {
        Optional<Duration> p50 = Columns.maybeMicros(row, "p50_micros");
        Optional<Duration> p95 = Columns.maybeMicros(row, "p95_micros");
        Optional<Duration> p99 = Columns.maybeMicros(row, "p99_micros");
        return p50.isPresent() && p95.isPresent() && p99.isPresent()
                ? Optional.of(new Vitals.Latency(p50.get(), p95.get(), p99.get()))
                : Optional.empty();
    }

    static void store(Connection connection, List<Standing> standings, Map<String, Standing> before, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                        INSERT INTO standing AS s (provider, colour, phase, reasons, since, outage_since, outage_seen,
                            ever_answered, window_from, window_until, calls, answered, let_down, attempts, failures,
                            limited, refused, p50_micros, p95_micros, p99_micros)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (provider) DO UPDATE SET colour = excluded.colour, phase = excluded.phase,
                            reasons = excluded.reasons, since = excluded.since, outage_since = excluded.outage_since,
                            outage_seen = excluded.outage_seen, ever_answered = excluded.ever_answered,
                            window_from = excluded.window_from, window_until = excluded.window_until,
                            calls = excluded.calls, answered = excluded.answered, let_down = excluded.let_down,
                            attempts = excluded.attempts, failures = excluded.failures, limited = excluded.limited,
                            refused = excluded.refused, p50_micros = excluded.p50_micros,
                            p95_micros = excluded.p95_micros, p99_micros = excluded.p99_micros
                        """);
                PreparedStatement change = connection.prepareStatement("""
                        INSERT INTO standing_change (provider, at, colour, phase, reasons) VALUES (?, ?, ?, ?, ?)
                        """)) {
            for (Standing standing : standings) {
                bind(connection, statement, standing);
                statement.addBatch();
                Standing was = before.get(standing.provider());
                if (was == null || standing.differsFrom(was)) {
                    change.setString(1, standing.provider());
                    change.setObject(2, Columns.time(now));
                    change.setString(3, standing.colour().name());
                    change.setString(4, standing.phase().name());
                    change.setArray(5, reasons(connection, standing));
                    change.addBatch();
                }
            }
            statement.executeBatch();
            change.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Standing standing)
            throws SQLException {
        Vitals vitals = standing.vitals();
        statement.setString(1, standing.provider());
        statement.setString(2, standing.colour().name());
        statement.setString(3, standing.phase().name());
        statement.setArray(4, reasons(connection, standing));
        statement.setObject(5, Columns.time(standing.since()));
        statement.setObject(6, Columns.time(standing.outage().map(Standing.Outage::since)));
        statement.setObject(7, Columns.time(standing.outage().map(Standing.Outage::seen)));
        statement.setBoolean(8, standing.everAnswered());
        statement.setObject(9, Columns.time(vitals.from()));
        statement.setObject(10, Columns.time(vitals.until()));
        statement.setLong(11, vitals.calls());
        statement.setLong(12, vitals.answered());
        statement.setLong(13, vitals.letDown());
        statement.setLong(14, vitals.attempts());
        statement.setLong(15, vitals.failures());
        statement.setLong(16, vitals.limited());
        statement.setLong(17, vitals.refused());
        statement.setObject(18, micros(vitals, Vitals.Latency::p50));
        statement.setObject(19, micros(vitals, Vitals.Latency::p95));
        statement.setObject(20, micros(vitals, Vitals.Latency::p99));
    }

    private static @Nullable Long micros(Vitals vitals, Function<Vitals.Latency, Duration> percentile) {
        return vitals.latency()
                .map(percentile)
                .map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(time)))
                .orElse(null);
    }

    private static java.sql.Array reasons(Connection connection, Standing standing) throws SQLException {
        return connection.createArrayOf(
                "text", standing.reasons().stream().map(Stored::text).toArray());
    }
}
