package dev.heir.integration.persistence;

import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.call.ParkedCalls;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Parked calls in PostgreSQL, taken under a lease; the number of the taking is the fence. */
@Singleton
final class PostgresParkedCalls implements ParkedCalls {

    private final Database database;

    PostgresParkedCalls(Database database) {
        this.database = database;
    }

    /**
     * An instance of an older version does not say when it begins to send: if its lease ran out, it may have.
     *
     * <p>Which one is decided once and for all (MATERIALIZED): inlined, the choice may be made again for every row of the
     * table, and as many are taken of which only the first is ever carried out.
     */
    @Override
    public Optional<ParkedCall> take(Duration lease) {
        return database.first(PostgresParkedCalls::parked, """
                WITH due AS MATERIALIZED (
                    SELECT call FROM parked_call
                    WHERE not_before <= clock_timestamp()
                        AND (lease_until IS NULL OR lease_until <= clock_timestamp())
                    ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED
                )
                UPDATE parked_call AS p SET
                    tries = p.tries + 1,
                    send_began = p.send_began OR (p.lease_until IS NOT NULL AND NOT p.announced),
                    announced = true,
                    lease_until = clock_timestamp() + ? * interval '1 millisecond'
                FROM due
                WHERE p.call = due.call
                RETURNING p.call, p.project, p.request, p.body, p.tier, p.not_before, p.tries, p.refusals,
                    p.send_began, p.untried, p.first_sent_at
                """, lease.toMillis());
    }

    @Override
    public boolean hold(ParkedCall taken, Duration lease) {
        return database.update("""
                UPDATE parked_call SET lease_until = clock_timestamp() + ? * interval '1 millisecond'
                WHERE call = ? AND tries = ?
                """, lease.toMillis(), taken.call(), taken.tries()) == 1;
    }

    @Override
    public boolean begin(ParkedCall taken, Duration lease) {
        return database.update("""
                UPDATE parked_call SET send_began = true, first_sent_at = coalesce(first_sent_at, clock_timestamp()),
                    lease_until = clock_timestamp() + ? * interval '1 millisecond'
                WHERE call = ? AND tries = ?
                """, lease.toMillis(), taken.call(), taken.tries()) == 1;
    }

    @Override
    public void putBack(ParkedCall taken) {
        var _ = database.read(connection -> ParkedRows.postpone(connection, taken));
    }

    private static ParkedCall parked(ResultSet row) throws SQLException {
        return new ParkedCall(
                row.getObject("call", UUID.class),
                row.getString("project"),
                RequestDocument.read(row.getString("request"), row.getBytes("body")),
                Tier.valueOf(row.getString("tier")),
                Columns.instant(row, "not_before"),
                row.getInt("tries"),
                row.getInt("refusals"),
                row.getBoolean("send_began"),
                row.getBoolean("untried"),
                Columns.maybeInstant(row, "first_sent_at"));
    }
}
