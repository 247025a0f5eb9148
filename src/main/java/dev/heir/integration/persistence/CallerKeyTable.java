package dev.heir.integration.persistence;

import dev.heir.integration.call.CallerKey;
import dev.heir.integration.call.CallerKeys;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Callers' keys in PostgreSQL: taken by one atomic statement, fenced by the call that has them. */
@Singleton
final class CallerKeyTable implements CallerKeys {

    private static final int BETWEEN_CLEANINGS = 100;

    /** A key that is given back again and again while we look is asked for under a better star a second later. */
    private static final int TRIES = 3;

    private final Database database;
    private final AtomicLong claims = new AtomicLong();

    CallerKeyTable(Database database) {
        this.database = database;
    }

    @Override
    public Claim claim(CallerKey key, UUID call, Instant receivedAt, Duration lease) {
        return database.read(connection -> {
            if (claims.getAndIncrement() % BETWEEN_CLEANINGS == 0) {
                clean(connection);
            }
            for (int tries = 0; tries < TRIES; tries++) {
                Optional<Claim> claim = take(connection, key, call, receivedAt, lease);
                if (claim.isEmpty()) {
                    claim = look(connection, key);
                }
                if (claim.isPresent()) {
                    return claim.get();
                }
            }
            return new Claim.UnderWay(Duration.ofSeconds(1));
        });
    }

    /**
     * Nobody's key, one that ran out, or one whose call was not heard of when its time was over. However long a call waits,
     * its key does not run out while it is parked: the repetition would be sent beside it.
     */
    private static Optional<Claim> take(
            Connection connection, CallerKey key, UUID call, Instant receivedAt, Duration lease) throws SQLException {
        return Database.first(
                connection,
                row -> new Claim.Ours(Columns.maybeInstant(row, "first_used")),
                """
                INSERT INTO caller_key AS k (project, key, request, call, received_at, lease_until, expires_at)
                VALUES (?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond', now() + interval '24 hours')
                ON CONFLICT (project, key) DO UPDATE SET
                    request = excluded.request, call = excluded.call, received_at = excluded.received_at,
                    lease_until = excluded.lease_until, sent_before = k.expires_at > now(),
                    expires_at = CASE WHEN k.expires_at > now() THEN k.expires_at ELSE excluded.expires_at END,
                    ended = false, status = NULL, headers = NULL, body = NULL
                WHERE k.lease_until <= now()
                    AND (k.expires_at <= now() AND NOT EXISTS (SELECT FROM parked_call AS p WHERE p.call = k.call)
                        OR (NOT k.ended AND k.request = excluded.request))
                RETURNING CASE WHEN k.sent_before THEN k.expires_at - interval '24 hours' END AS first_used
                """,
                key.project(),
                key.key(),
                key.request(),
                call,
                Columns.time(receivedAt.truncatedTo(ChronoUnit.MICROS)),
                lease.toMillis());
    }

    /** Why it was not to be had; empty when that is over already. */
    private static Optional<Claim> look(Connection connection, CallerKey key) throws SQLException {
        Optional<Found> found = Database.first(connection, Found::read, """
                SELECT request, ended, call, received_at, status, headers, body,
                    CAST(ceil(extract(epoch FROM lease_until - clock_timestamp()) * 1000) AS bigint) AS left_millis
                FROM caller_key AS k WHERE project = ? AND key = ? AND (expires_at > now() OR lease_until > now()
                    OR EXISTS (SELECT FROM parked_call AS p WHERE p.call = k.call))
                """, key.project(), key.key());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Found other = found.get();
        if (!other.request().equals(key.request())) {
            return Optional.of(new Claim.Otherwise());
        }
        if (other.ended()) {
            return LedgerReading.find(connection, other.call(), other.receivedAt())
                    .map(first -> new Claim.Ended(new Ledger.Recorded(
                            first.id(), first.call(), other.answer().or(first::answer))));
        }
        return other.left().isPositive() ? Optional.of(new Claim.UnderWay(other.left())) : Optional.empty();
    }

    /** Another call's row under the key. */
    private record Found(
            String request,
            boolean ended,
            UUID call,
            OffsetDateTime receivedAt,
            Optional<Ledger.Content> answer,
            Duration left) {

        static Found read(ResultSet row) throws SQLException {
            Optional<String> headers = Columns.maybeText(row, "headers");
            int status = row.getInt("status");
            Body body = headers.isPresent() ? Body.of(row.getBytes("body")) : Body.EMPTY;
            return new Found(
                    row.getString("request"),
                    row.getBoolean("ended"),
                    row.getObject("call", UUID.class),
                    row.getObject("received_at", OffsetDateTime.class),
                    headers.map(kept -> new Ledger.Content(status, HeadersDocument.read(kept), body)),
                    Duration.ofMillis(row.getLong("left_millis")));
        }
    }

    @Override
    public void release(CallerKey key, UUID call) {
        var _ = database.update(
                "DELETE FROM caller_key WHERE project = ? AND key = ? AND call = ?", key.project(), key.key(), call);
    }

    /** Passes over what others hold: they are cleaning too, or taking a key that ran out. */
    private static void clean(Connection connection) throws SQLException {
        var _ = Database.update(connection, """
                DELETE FROM caller_key WHERE (project, key) IN (
                    SELECT project, key FROM caller_key AS k WHERE expires_at <= now() AND lease_until <= now()
                        AND NOT EXISTS (SELECT FROM parked_call AS p WHERE p.call = k.call)
                    LIMIT 1000 FOR UPDATE SKIP LOCKED)
                """);
    }
}
