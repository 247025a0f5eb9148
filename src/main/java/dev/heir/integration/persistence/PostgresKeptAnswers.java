package dev.heir.integration.persistence;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Kept answers in PostgreSQL, with the ones used last in memory. Trouble with them is logged and otherwise the same as
 * not having the answer.
 */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresKeptAnswers implements KeptAnswers {

    private static final int BETWEEN_CLEANINGS = 100;

    /** RFC 9111 section 1.2.2 lets a cache take very long times for shorter ones. */
    private static final Duration LONGEST_FRESH = Duration.ofDays(365);

    private final AgroalDataSource database;
    private final KeptAnswersConfig config;
    private final Clock clock;
    private final RecentAnswers recent;
    private final AtomicLong kept = new AtomicLong();

    @Inject
    PostgresKeptAnswers(AgroalDataSource database, KeptAnswersConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.recent = new RecentAnswers(config.memory().asLongValue());
    }

    /** From memory while it is fresh; after that another instance may have a newer one. */
    @Override
    public Optional<KeptAnswer> find(String key) {
        Optional<KeptAnswer> fresh = recent.find(key).filter(answer -> answer.isFresh(clock.instant()));
        return fresh.isPresent() ? fresh : read(key);
    }

    @Override
    public void keep(String key, KeptAnswer answer) {
        if (answer.body().size() > config.largestKeptBody().asLongValue()) {
            return;
        }
        recent.keep(key, answer);
        try (Connection connection = database.getConnection()) {
            write(connection, key, answer);
            if (kept.getAndIncrement() % BETWEEN_CLEANINGS == 0) {
                clean(connection);
            }
        } catch (SQLException e) {
            Log.warnf(e, "an answer could not be kept");
        }
    }

    private Optional<KeptAnswer> read(String key) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT status, headers, body, stored_at, fresh_until FROM kept_answer WHERE key = ?")) {
            statement.setString(1, Stored.key(key));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Instant storedAt = row.getObject(4, OffsetDateTime.class).toInstant();
                KeptAnswer answer = new KeptAnswer(
                        row.getInt(1),
                        HeadersDocument.read(row.getString(2)),
                        Body.of(row.getBytes(3)),
                        storedAt,
                        Duration.between(
                                storedAt, row.getObject(5, OffsetDateTime.class).toInstant()));
                recent.keep(key, answer);
                return Optional.of(answer);
            }
        } catch (SQLException e) {
            Log.warnf(e, "a kept answer could not be read");
            return Optional.empty();
        }
    }

    /** A slow instance never replaces a newer answer. */
    private static void write(Connection connection, String key, KeptAnswer answer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO kept_answer AS k (key, status, headers, body, stored_at, fresh_until)
                VALUES (?, ?, CAST(? AS jsonb), ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET
                    status = excluded.status, headers = excluded.headers, body = excluded.body,
                    stored_at = excluded.stored_at, fresh_until = excluded.fresh_until
                WHERE k.stored_at <= excluded.stored_at
                """)) {
            statement.setString(1, Stored.key(key));
            statement.setInt(2, answer.status());
            statement.setString(3, HeadersDocument.write(answer.headers()));
            statement.setBytes(4, answer.body().bytes());
            statement.setObject(5, answer.storedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(
                    6,
                    answer.storedAt()
                            .plus(atMost(LONGEST_FRESH, answer.fresh()))
                            .atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private static Duration atMost(Duration most, Duration time) {
        return time.compareTo(most) < 0 ? time : most;
    }

    private void clean(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                DELETE FROM kept_answer
                WHERE stored_at < (SELECT stored_at FROM kept_answer ORDER BY stored_at DESC OFFSET ? LIMIT 1)
                """)) {
            statement.setInt(1, config.mostKept() - 1);
            statement.executeUpdate();
        }
    }
}
