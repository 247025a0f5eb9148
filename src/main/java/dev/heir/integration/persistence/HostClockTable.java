package dev.heir.integration.persistence;

import dev.heir.integration.scrape.HostClock;
import dev.heir.integration.scrape.Pace;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
                                ? (Turn) new Turn.Granted(turn, pace(row))
                                : new Turn.NotYet(duration(row.getLong(2))),
                        """
                        WITH granted AS (
                            INSERT INTO host_clock AS c (host, next_at, held_until, holder)
                            VALUES (?, clock_timestamp(), clock_timestamp() + ? * interval '1 microsecond', ?)
                            ON CONFLICT (host) DO UPDATE
                                SET held_until = excluded.held_until, holder = excluded.holder
                                WHERE c.next_at <= clock_timestamp() AND c.held_until <= clock_timestamp()
                                    AND (c.last_ended IS NULL
                                        OR c.last_ended + ? * interval '1 microsecond' <= clock_timestamp())
                            RETURNING pace_micros, latency_micros, good)
                        SELECT EXISTS (SELECT FROM granted),
                            coalesce((
                                SELECT ceil(1000000 * extract(epoch FROM greatest(
                                    next_at - clock_timestamp(),
                                    last_ended + ? * interval '1 microsecond' - clock_timestamp(),
                                    least(held_until - clock_timestamp(), ? * interval '1 microsecond'),
                                    interval '1 millisecond')))
                                FROM host_clock WHERE host = ?), ?),
                            pace_micros, latency_micros, good
                        FROM (VALUES (1)) AS one (row) LEFT JOIN granted ON true
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
    public boolean renew(String host, UUID turn, Duration most) {
        return database.update("""
                        UPDATE host_clock SET held_until = clock_timestamp() + ? * interval '1 microsecond'
                        WHERE host = ? AND holder = ? AND held_until > clock_timestamp()
                        """, micros(most), host, turn) == 1;
    }

    @Override
    public void done(String host, UUID turn, Pace pace, Duration delay) {
        giveBack(host, turn, pace, "slowed / 2", "?", micros(delay));
    }

    /** What the host states holds the first time; if it has to say so again, it is given more, up to 64 times as much as usual. */
    @Override
    public void slowDown(String host, UUID turn, Pace pace, Duration stated, Duration usual) {
        giveBack(
                host,
                turn,
                pace,
                "slowed + 1",
                "CASE WHEN ? > 0 AND slowed = 0 THEN ? ELSE greatest(?, ? * power(2, least(slowed, 6))) END",
                micros(stated),
                micros(stated),
                micros(stated),
                micros(usual));
    }

    /** A late holder has still asked just now, which may only make others later; the rest is not its to say any more. */
    private void giveBack(String host, UUID turn, Pace pace, String slowed, String wait, Long... waits) {
        List<Object> values = new ArrayList<>(List.of(waits));
        values.addAll(List.of(turn, micros(pace.delay()), micros(pace.latency()), pace.good(), host));
        var _ = database.update("""
                UPDATE host_clock SET
                    next_at = greatest(next_at, clock_timestamp() + interval '1 microsecond' * (%s)),
                    held_until = CASE WHEN holder = turn THEN clock_timestamp() ELSE held_until END,
                    last_ended = clock_timestamp(),
                    slowed = CASE WHEN holder = turn THEN %s ELSE slowed END,
                    pace_micros = CASE WHEN holder = turn THEN pace ELSE pace_micros END,
                    latency_micros = CASE WHEN holder = turn THEN latency ELSE latency_micros END,
                    good = CASE WHEN holder = turn THEN in_a_row ELSE good END
                FROM (VALUES (CAST(? AS uuid), CAST(? AS bigint), CAST(? AS bigint), CAST(? AS int)))
                    AS told (turn, pace, latency, in_a_row)
                WHERE host = ?
                """.formatted(wait, slowed), values.toArray());
    }

    private static Pace pace(ResultSet row) throws SQLException {
        return new Pace(
                duration(row.getLong("pace_micros")), duration(row.getLong("latency_micros")), row.getInt("good"));
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** Rounded up: never earlier than asked for. */
    static long micros(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.toSeconds(), 1_000_000L), (duration.toNanosPart() + 999) / 1000);
    }
}
