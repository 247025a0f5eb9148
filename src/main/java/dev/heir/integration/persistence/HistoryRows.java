package dev.heir.integration.persistence;

import dev.heir.integration.provider.Batch;
import dev.heir.integration.report.cost.History;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** A day of the ledger in a few rows, written when it is over. */
@Singleton
final class HistoryRows implements History {

    /** How long answers would be kept: what most changing data bears, and what most lists bear. */
    private static final List<Integer> KEPT_SECONDS = List.of(60, 3_600);

    private final Database database;

    HistoryRows(Database database) {
        this.database = database;
    }

    @Override
    public int close(LocalDate until, int most) {
        int closed = 0;
        for (LocalDate day = begin(until, most); day.isBefore(until); day = day.plusDays(1)) {
            closed += close(day) ? 1 : 0;
        }
        return closed;
    }

    /** The day after the last one that is closed; days before the first one that ever was are not looked for. */
    private LocalDate begin(LocalDate until, int most) {
        LocalDate earliest = until.minusDays(most);
        return database.first(
                        row -> row.getObject("day", LocalDate.class),
                        "SELECT day FROM closed_day ORDER BY day DESC LIMIT 1")
                .map(last -> last.plusDays(1))
                .filter(earliest::isBefore)
                .orElse(earliest);
    }

    private boolean close(LocalDate day) {
        return database.transact(connection -> {
            // Whoever comes second waits here for the first and then finds the day closed.
            int first =
                    Database.update(connection, "INSERT INTO closed_day (day) VALUES (?) ON CONFLICT DO NOTHING", day);
            if (first == 0) {
                return false;
            }
            OffsetDateTime from = day.atStartOfDay().atOffset(ZoneOffset.UTC);
            for (int kept : KEPT_SECONDS) {
                repeats(connection, day, from, kept);
            }
            for (Duration slot : Batch.WITHIN) {
                together(connection, day, from, slot.toSeconds());
            }
            tiers(connection, day, from);
            return true;
        });
    }

    /**
     * Calls alike that fall into one slot of the clock: a kept answer needs at most one call for each slot, since two that
     * are fetched lie at least a slot apart. So what is counted here is the least that would have been saved, and of its
     * cost the dearest call of each slot is left out.
     */
    private static void repeats(Connection connection, LocalDate day, OffsetDateTime from, int kept)
            throws SQLException {
        Database.update(connection, """
                INSERT INTO repeated_call (provider, day, project, operation, currency, kept_seconds, calls, repeats, cost)
                SELECT provider, ?, project, operation, currency, ?, sum(calls), sum(calls - 1), sum(cost - dearest)
                FROM (
                    SELECT provider, project, operation, coalesce(cost_currency, '') AS currency, count(*) AS calls,
                        sum(coalesce(cost, 0)) AS cost, max(coalesce(cost, 0)) AS dearest
                    FROM call
                    WHERE received_at >= ? AND received_at < ? AND request_hash IS NOT NULL AND units IS NOT NULL
                    GROUP BY provider, project, operation, currency, request_hash,
                        floor(extract(epoch FROM received_at) / ?)
                ) AS slots
                GROUP BY provider, project, operation, currency HAVING sum(calls - 1) > 0
                """, day, kept, from, from.plusDays(1), kept);
    }

    /** What could have been asked at once, whatever a batch may hold: only calls that have a name and were billed once. */
    private static void together(Connection connection, LocalDate day, OffsetDateTime from, long slot)
            throws SQLException {
        Database.update(connection, """
                INSERT INTO call_together (provider, day, project, operation, currency, slot_seconds, together, slots,
                    least_cost)
                SELECT provider, ?, project, operation, cost_currency, ?, least(calls, 1000), count(*), min(least_cost)
                FROM (
                    SELECT provider, project, operation, cost_currency, count(*) AS calls, min(cost) AS least_cost
                    FROM call
                    WHERE received_at >= ? AND received_at < ? AND cost > 0 AND units ->> 'calls' = '1'
                        AND strpos(operation, ' ') = 0
                    GROUP BY provider, project, operation, cost_currency, floor(extract(epoch FROM received_at) / ?)
                ) AS slots
                WHERE calls > 1
                GROUP BY provider, project, operation, cost_currency, least(calls, 1000)
                """, day, slot, from, from.plusDays(1), slot);
    }

    private static void tiers(Connection connection, LocalDate day, OffsetDateTime from) throws SQLException {
        Database.update(connection, """
                INSERT INTO tier_day (provider, day, tier, calls, refused, used)
                SELECT provider, ?, tier, count(*),
                    count(*) FILTER (WHERE symptom IN ('THROTTLING_ACTIVE', 'HTTP_429', 'RATE_LIMIT_EXCEEDED')
                        AND units IS NULL),
                    coalesce(sum(CAST(units ->> 'requests' AS bigint)), 0)
                FROM call WHERE received_at >= ? AND received_at < ? GROUP BY provider, tier
                """, day, from, from.plusDays(1));
    }
}
