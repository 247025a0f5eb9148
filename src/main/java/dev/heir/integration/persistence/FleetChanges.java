package dev.heir.integration.persistence;

import dev.heir.integration.strike.CircuitBreaker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The changes an instance makes to what the fleet knows: each one atomic statement, by the database's clock. */
final class FleetChanges {

    /** What a probe's attempt takes beyond its own time: the way to this database and back. */
    private static final Duration PROBE_GRACE = Duration.ofSeconds(1);

    private FleetChanges() {}

    static void open(Connection connection, String provider, String target, Instant until, Optional<Instant> askedUntil)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO circuit AS c (target, provider, state, since, until, probes_left, asked_until)
                VALUES (?, ?, 'OPEN', clock_timestamp(), ?, 0, ?)
                ON CONFLICT (target) DO UPDATE SET
                    provider = excluded.provider, state = 'OPEN', probes_left = 0,
                    since = CASE c.state WHEN 'CLOSED' THEN excluded.since ELSE c.since END,
                    until = CASE c.state WHEN 'OPEN' THEN greatest(c.until, excluded.until) ELSE excluded.until END,
                    asked_until = CASE c.state WHEN 'OPEN' THEN greatest(c.asked_until, excluded.asked_until)
                        ELSE excluded.asked_until END
                """)) {
            statement.setString(1, target);
            statement.setString(2, provider);
            statement.setObject(3, until.atOffset(ZoneOffset.UTC));
            statement.setObject(
                    4,
                    askedUntil.map(asked -> asked.atOffset(ZoneOffset.UTC)).orElse(null),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            statement.executeUpdate();
        }
    }

    /** A probe that was not heard of when its attempt must be over died with its instance: others may try. */
    static boolean claimProbe(Connection connection, String target, Duration attempt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE circuit SET
                    state = 'HALF_OPEN',
                    probes_left = CASE WHEN until <= clock_timestamp() THEN ? ELSE probes_left END - 1,
                    until = greatest(until, clock_timestamp() + ? * interval '1 millisecond')
                WHERE target = ? AND state <> 'CLOSED'
                    AND (until <= clock_timestamp() OR (state = 'HALF_OPEN' AND probes_left > 0))
                """)) {
            statement.setInt(1, CircuitBreaker.STANDARD.probes());
            statement.setLong(2, attempt.plus(PROBE_GRACE).toMillis());
            statement.setString(3, target);
            return statement.executeUpdate() == 1 || isClosed(connection, target);
        }
    }

    /** Another instance's probe may have closed it since we looked. */
    private static boolean isClosed(Connection connection, String target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM circuit WHERE target = ? AND state <> 'CLOSED'")) {
            statement.setString(1, target);
            try (var row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }

    /** Only while it is being probed: what opened it since knows more than a probe that set out before. */
    static void close(Connection connection, String target) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE circuit SET state = 'CLOSED', since = clock_timestamp() WHERE target = ? AND state = 'HALF_OPEN'
                """)) {
            statement.setString(1, target);
            statement.executeUpdate();
        }
    }

    static void throttle(Connection connection, String provider, String credential, Instant until) throws SQLException {
        latest(connection, """
                INSERT INTO throttle AS t (provider, credential, until) VALUES (?, ?, ?)
                ON CONFLICT (provider, credential) DO UPDATE SET until = greatest(t.until, excluded.until)
                """, provider, credential, until);
    }

    static void warn(Connection connection, String provider, String credential, Instant until) throws SQLException {
        latest(connection, """
                INSERT INTO usage_warning AS w (provider, credential, until) VALUES (?, ?, ?)
                ON CONFLICT (provider, credential) DO UPDATE SET until = greatest(w.until, excluded.until)
                """, provider, credential, until);
    }

    private static void latest(Connection connection, String sql, String provider, String credential, Instant until)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, provider);
            statement.setString(2, credential);
            statement.setObject(3, until.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** Seconds that no window looks at any more, anybody's. */
    static void forget(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM target_second WHERE second < extract(epoch FROM clock_timestamp())::bigint - 120")) {
            statement.executeUpdate();
        }
    }
}
