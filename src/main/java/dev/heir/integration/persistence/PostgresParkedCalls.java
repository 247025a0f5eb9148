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
import java.util.concurrent.atomic.AtomicLong;

/** Parked calls in PostgreSQL, taken under a lease; the number of the taking is the fence. */
@Singleton
final class PostgresParkedCalls implements ParkedCalls {

    /** So that a tier below one that never runs dry is served as well. */
    private static final int WHATEVER_ITS_TIER = 10;

    private final Database database;
    private final AtomicLong takings = new AtomicLong();

    PostgresParkedCalls(Database database) {
        this.database = database;
    }

    /**
     * An instance of an older version does not say when it begins to send: if its lease ran out, it may have.
     *
     * <p>Which one is decided once and for all (MATERIALIZED): inlined, the choice may be made again for every row of the
     * table, and as many are taken of which only the first is ever carried out.
     *
     * <p>A line is what a project has parked of one tier; tiers sort by their names as by their rank. The lines are found by
     * leaps through the index, not by reading what waits in them, and are tried in their order until one has a call that
     * nobody else is just taking. By {@code now()}, which one statement has as fresh as any and an index can be asked for: what
     * waits for tomorrow is not read through today.
     */
    @Override
    public Optional<ParkedCall> take(Duration lease) {
        boolean isByTier = takings.incrementAndGet() % WHATEVER_ITS_TIER != 0;
        return database.first(PostgresParkedCalls::parked, """
                WITH RECURSIVE line AS (
                    (SELECT tier, project FROM parked_call ORDER BY tier, project LIMIT 1)
                    UNION ALL
                    SELECT next.tier, next.project FROM line, LATERAL (
                        SELECT p.tier, p.project FROM parked_call AS p
                        WHERE (p.tier, p.project) > (line.tier, line.project)
                        ORDER BY p.tier, p.project LIMIT 1) AS next
                ), busy AS MATERIALIZED (
                    SELECT project, count(*) AS calls FROM parked_call
                    WHERE lease_until > now() GROUP BY project
                ), ordered AS MATERIALIZED (
                    SELECT line.tier, line.project FROM line LEFT JOIN busy USING (project), LATERAL (
                        SELECT not_before FROM parked_call AS p
                        WHERE p.tier = line.tier AND p.project = line.project AND not_before <= now()
                            AND (lease_until IS NULL OR lease_until <= now())
                        ORDER BY not_before LIMIT 1) AS head
                    ORDER BY CASE WHEN ? THEN line.tier END, coalesce(busy.calls, 0), head.not_before
                ), due AS MATERIALIZED (
                    SELECT first.call FROM ordered, LATERAL (
                        SELECT call FROM parked_call AS p
                        WHERE p.tier = ordered.tier AND p.project = ordered.project AND not_before <= now()
                            AND (lease_until IS NULL OR lease_until <= now())
                        ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED) AS first
                    LIMIT 1
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
                """, isByTier, lease.toMillis());
    }

    @Override
    public int waiting(String project, int most) {
        return database.first(
                        row -> row.getInt(1),
                        "SELECT count(*) FROM (SELECT FROM parked_call WHERE project = ? LIMIT ?) AS waiting",
                        project,
                        most)
                .orElseThrow();
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
