package dev.heir.integration.persistence;

import dev.heir.integration.persistence.FleetSnapshot.Scope;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads all that the fleet knows in one round trip: only rows that still matter, and none of closed circuits. */
final class FleetReading {

    /** A difference below this may be the way to the database and back. */
    private static final Duration NOTICEABLE = Duration.ofMillis(250);

    private final Map<String, Circuit> circuits = new HashMap<>();
    private final Map<String, Instant> quiet = new HashMap<>();
    private final Map<String, Instant> recovered = new HashMap<>();
    private final Map<Scope, Instant> throttles = new HashMap<>();
    private final Map<Scope, Instant> warnings = new HashMap<>();
    private final Map<String, Window> targets = new HashMap<>();
    private final Map<String, Window> providers = new HashMap<>();
    private Duration ahead = Duration.ZERO;

    FleetReading() {}

    /** @param instance the reader, which knows its own counts better than the table does */
    static FleetSnapshot read(Connection connection, UUID instance, long generation, Clock clock) throws SQLException {
        FleetReading reading = new FleetReading();
        Instant readAt = clock.instant();
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS read_at), recent AS MATERIALIZED (
                    SELECT * FROM target_second
                    WHERE second > extract(epoch FROM clock_timestamp())::bigint - 60 AND instance <> ?
                )
                SELECT read_at, known.* FROM moment CROSS JOIN (
                SELECT 'NOW' AS what, '' AS name, '' AS credential, now() AS since, now() AS until,
                    0 AS calls, 0 AS failures, 0 AS slow, 0 AS retries
                UNION ALL
                SELECT CASE WHEN state = 'HALF_OPEN' AND until <= clock_timestamp() THEN 'OPEN' ELSE state END,
                    target, '', since, until, probes_left, 0, 0, 0
                FROM circuit WHERE state <> 'CLOSED' OR since > clock_timestamp() - interval '1 minute'
                UNION ALL
                SELECT 'QUIET', target, '', asked_until, asked_until, 0, 0, 0, 0
                FROM circuit WHERE state <> 'CLOSED' AND asked_until IS NOT NULL
                UNION ALL
                SELECT 'THROTTLE', provider, credential, until, until, 0, 0, 0, 0
                FROM throttle WHERE until > clock_timestamp()
                UNION ALL
                SELECT 'WARNING', provider, credential, until, until, 0, 0, 0, 0
                FROM usage_warning WHERE until > clock_timestamp()
                UNION ALL
                SELECT 'TARGET', r.target, '', now(), now(), sum(calls), sum(failures), sum(slow), sum(retries)
                FROM recent r LEFT JOIN circuit c ON c.target = r.target AND c.state = 'CLOSED'
                WHERE c.target IS NULL OR r.second > extract(epoch FROM c.since) GROUP BY r.target
                UNION ALL
                SELECT 'PROVIDER', provider, '', now(), now(), sum(calls), sum(failures), sum(slow), sum(retries)
                FROM recent GROUP BY provider) AS known
                """)) {
            statement.setObject(1, instance);
            try (ResultSet row = statement.executeQuery()) {
                reading.addAll(row, clock);
            }
        }
        return reading.snapshot(generation, readAt);
    }

    FleetSnapshot snapshot(long generation, Instant readAt) {
        return new FleetSnapshot(
                generation, readAt, ahead, circuits, quiet, recovered, throttles, warnings, targets, providers);
    }

    /** Each row names the database's time, since they come in any order: all are told in this instance's. */
    void addAll(ResultSet row, Clock clock) throws SQLException {
        boolean first = true;
        while (row.next()) {
            if (first) {
                Duration difference = Duration.between(instant(row, "read_at"), clock.instant());
                ahead = difference.abs().compareTo(NOTICEABLE) > 0 ? difference : Duration.ZERO;
                first = false;
            }
            add(row);
        }
    }

    private void add(ResultSet row) throws SQLException {
        String name = row.getString("name");
        Instant since = instant(row, "since");
        Instant until = instant(row, "until");
        Scope scope = new Scope(name, row.getString("credential"));
        switch (row.getString("what")) {
            case "NOW" -> {
                // here only so that there is a row
            }
            case "OPEN" -> circuits.put(name, new Circuit.Open(since, until));
            case "HALF_OPEN" -> circuits.put(name, new Circuit.HalfOpen(since, row.getInt("calls")));
            case "QUIET" -> quiet.put(name, until);
            case "CLOSED" -> recovered.put(name, since);
            case "THROTTLE" -> throttles.put(scope, until);
            case "WARNING" -> warnings.put(scope, until);
            case "TARGET" -> targets.put(name, window(row));
            case "PROVIDER" -> providers.put(name, window(row));
            default -> throw new IllegalStateException("unknown row " + row.getString("what"));
        }
    }

    private Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().plus(ahead);
    }

    private static Window window(ResultSet row) throws SQLException {
        return new Window(row.getLong("calls"), row.getLong("failures"), row.getLong("slow"), row.getLong("retries"));
    }
}
