package dev.heir.integration.persistence;

import dev.heir.integration.scrape.HostClock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** The hosts' clocks in PostgreSQL, by its own clock: instances need not agree on the time. */
@Singleton
final class HostClockTable implements HostClock {

    /** Who finds a host busy looks again soon: most requests take less than their timeout. */
    private static final long BUSY_MICROS = 250_000;

    private final Database database;

    HostClockTable(Database database) {
        this.database = database;
    }

    /** One statement, so that of two instances that ask at the same time one is granted the turn. */
    @Override
    public Turn take(String host, Duration most, Duration least) {
        UUID turn = UUID.randomUUID();
        return database.first(
                        row -> row.getBoolean(1)
                                ? (Turn) new Turn.Granted(turn)
                                : new Turn.NotYet(Duration.ofNanos(row.getLong(2) * 1000)),
                        """
                        WITH granted AS (
                            INSERT INTO host_clock AS c (host, next_at, held_until, holder)
                            VALUES (?, clock_timestamp(), clock_timestamp() + ? * interval '1 microsecond', ?)
                            ON CONFLICT (host) DO UPDATE
                                SET held_until = excluded.held_until, holder = excluded.holder
                                WHERE c.next_at <= clock_timestamp() AND c.held_until <= clock_timestamp()
                                    AND (c.last_ended IS NULL
                                        OR c.last_ended + ? * interval '1 microsecond' <= clock_timestamp())
                            RETURNING host)
                        SELECT EXISTS (SELECT FROM granted),
                            coalesce((
                                SELECT ceil(1000000 * extract(epoch FROM greatest(
                                    next_at - clock_timestamp(),
                                    last_ended + ? * interval '1 microsecond' - clock_timestamp(),
                                    least(held_until - clock_timestamp(), ? * interval '1 microsecond'),
                                    interval '1 millisecond')))
                                FROM host_clock WHERE host = ?), ?)
                        """,
                        host,
                        micros(most),
                        turn,
                        micros(least),
                        micros(least),
                        BUSY_MICROS,
                        host,
                        BUSY_MICROS)
                .orElseThrow();
    }

    @Override
    public void done(String host, UUID turn, Duration delay) {
        var _ = database.update("""
                UPDATE host_clock SET
                    next_at = greatest(next_at, clock_timestamp() + ? * interval '1 microsecond'),
                    held_until = CASE WHEN holder = ? THEN clock_timestamp() ELSE held_until END,
                    last_ended = clock_timestamp(), slowed = 0
                WHERE host = ?
                """, micros(delay), turn, host);
    }

    /** What the host states holds the first time; if it has to say so again, it is given more, up to 64 times as much as usual. */
    @Override
    public void slowDown(String host, UUID turn, Duration stated, Duration usual) {
        var _ = database.update("""
                UPDATE host_clock SET
                    next_at = greatest(next_at, clock_timestamp() + interval '1 microsecond' *
                        CASE WHEN ? > 0 AND slowed = 0 THEN ?
                             ELSE greatest(?, ? * power(2, least(slowed, 6)))
                        END),
                    held_until = CASE WHEN holder = ? THEN clock_timestamp() ELSE held_until END,
                    last_ended = clock_timestamp(), slowed = slowed + 1
                WHERE host = ?
                """, micros(stated), micros(stated), micros(stated), micros(usual), turn, host);
    }

    /** Rounded up: never earlier than asked for. */
    static long micros(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.toSeconds(), 1_000_000L), (duration.toNanosPart() + 999) / 1000);
    }
}
