package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.monitor.Change;
import dev.heir.integration.scrape.monitor.Judging;
import dev.heir.integration.scrape.monitor.Memory;
import dev.heir.integration.scrape.monitor.MonitorRuns;
import dev.heir.integration.scrape.monitor.Point;
import dev.heir.integration.scrape.monitor.Seen;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Runs in PostgreSQL: taken with SKIP LOCKED, by the database's clock. */
@Singleton
final class MonitorRunRows implements MonitorRuns {

    private final Database database;

    MonitorRunRows(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Turn> take(Duration lease) {
        return database.first(MonitorRunRows::turn, """
                WITH due AS (
                    SELECT monitor FROM monitor_state
                    WHERE run IS NULL AND next_at <= clock_timestamp()
                        AND (taken_until IS NULL OR taken_until <= clock_timestamp())
                    ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                UPDATE monitor_state s SET token = coalesce(s.token, gen_random_uuid()),
                    taken_until = clock_timestamp() + ? * interval '1 microsecond',
                    asks_for_missing = CASE WHEN s.token IS NULL
                        THEN coalesce(s.missing_at < clock_timestamp() - interval '1 day', true) ELSE s.asks_for_missing END
                FROM due, monitor m WHERE s.monitor = due.monitor AND m.id = s.monitor
                RETURNING s.monitor, s.token, m.document, s.asks_for_missing
                """, HostClockTable.micros(lease));
    }

    @Override
    public void began(Turn turn, UUID scrape) {
        var _ = database.update("""
                WITH own AS (UPDATE scrape SET watched = true WHERE id = ?)
                UPDATE monitor_state SET run = ?, taken_until = NULL,
                    missing_at = CASE WHEN asks_for_missing THEN clock_timestamp() ELSE missing_at END
                WHERE monitor = ? AND token = ?
                """, scrape, scrape, turn.name(), turn.token());
    }

    @Override
    public void refuse(Turn turn, String reason, Duration pause) {
        var _ = database.update("""
                UPDATE monitor_state SET token = NULL, taken_until = NULL, refusal = ?,
                    next_at = clock_timestamp() + ? * interval '1 microsecond'
                WHERE monitor = ? AND token = ?
                """, reason, HostClockTable.micros(pause), turn.name(), turn.token());
    }

    private record Run(Turn turn, UUID scrape, Map<String, Seen> missing) {}

    @Override
    public boolean conclude(BiFunction<Turn, Map<String, Seen>, Judging> judging, Noticing notice) {
        return database.transact(connection -> {
            Optional<Run> ended = Database.first(
                    connection,
                    row -> new Run(turn(row), row.getObject(5, UUID.class), MonitorMemory.missing(row.getString(6))),
                    """
                    SELECT s.monitor, s.token, m.document, s.asks_for_missing, s.run, s.missing
                    FROM monitor_state s JOIN monitor m ON m.id = s.monitor
                    WHERE s.run IS NOT NULL
                        AND NOT EXISTS (SELECT FROM scrape_page p WHERE p.scrape = s.run AND p.state = 'WAITING')
                    ORDER BY random() LIMIT 1 FOR UPDATE OF s SKIP LOCKED -- one that cannot be judged is not in the others' way
                    """);
            if (ended.isPresent()) {
                Run run = ended.get();
                Judging judged = judging.apply(run.turn(), run.missing());
                judge(connection, run, judged);
                notice(connection, run.turn(), notice.of(run.turn(), judged));
                end(connection, run.turn(), judged);
            }
            return ended.isPresent();
        });
    }

    /** Page by page: all of them together may be large. What any address is answered with is learnt first. */
    private static void judge(Connection connection, Run run, Judging judging) throws SQLException {
        List<Long> pages = Database.list(
                connection,
                row -> row.getLong(1),
                "SELECT position FROM scrape_page WHERE scrape = ? ORDER BY right(url, 37) <> ?, position",
                run.scrape(),
                run.turn().missingPath());
        for (long position : pages) {
            Looked looked = Database.first(
                            connection,
                            MonitorRunRows::looked,
                            "SELECT url, state, outcome, ended_at FROM scrape_page WHERE position = ?",
                            position)
                    .orElseThrow();
            if (!judging.isMissing(looked.url(), looked.page())) {
                judge(connection, run.turn().name(), looked, judging);
            }
        }
    }

    private record Looked(PageUrl url, Page page, Instant at) {}

    private static void judge(Connection connection, String monitor, Looked looked, Judging judging)
            throws SQLException {
        String url = looked.url().toString();
        Memory memory = Database.first(
                        connection,
                        row -> MonitorMemory.read(row.getString(1)),
                        "SELECT memory FROM monitor_page WHERE monitor = ? AND url = ?",
                        monitor,
                        url)
                .orElse(Memory.NONE);
        Judging.Judged judged = judging.judge(looked.url(), looked.page(), memory);
        var _ = Database.update(connection, """
                INSERT INTO monitor_page (monitor, url, memory) VALUES (?, ?, CAST(? AS jsonb))
                ON CONFLICT (monitor, url) DO UPDATE SET memory = excluded.memory
                """, monitor, url, MonitorMemory.write(judged.memory()));
        var _ = Database.update(
                connection,
                "INSERT INTO monitor_look (monitor, at, url, verdict, how) VALUES (?, ?, ?, ?, nullif(?, ''))",
                monitor,
                Columns.time(looked.at()),
                url,
                judged.verdict(),
                judged.how());
        for (Map.Entry<String, String> field : judged.fields().entrySet()) {
            Point point = judging.point(looked.url(), field.getKey(), field.getValue(), looked.at());
            var _ = Database.update(
                    connection,
                    "INSERT INTO monitor_point (monitor, competitor, url, field, at, text, amount) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    monitor,
                    point.competitor(),
                    url,
                    point.field(),
                    Columns.time(point.at()),
                    point.text(),
                    point.amount().orElse(null));
        }
        for (Change change : judged.changes()) {
            tell(
                    connection,
                    monitor,
                    looked,
                    judging.point(looked.url(), "", "", looked.at()).competitor(),
                    change);
        }
    }

    private static void tell(Connection connection, String monitor, Looked looked, String competitor, Change change)
            throws SQLException {
        var _ = Database.update(
                connection,
                """
                INSERT INTO monitor_change (monitor, at, url, competitor, kind, what, before, after, percent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                monitor,
                Columns.time(looked.at()),
                looked.url().toString(),
                competitor,
                change.kind().name(),
                change.what(),
                change.before().orElse(null),
                change.after().orElse(null),
                change.percent().orElse(null));
    }

    private static void notice(
            Connection connection, Turn turn, Optional<dev.heir.integration.scrape.monitor.Notices.Draft> notice)
            throws SQLException {
        if (notice.isPresent()) {
            var _ = Database.update(
                    connection,
                    """
                    INSERT INTO monitor_notice (id, monitor, project, uri, body) VALUES (?, ?, ?, ?, CAST(? AS jsonb))
                    """,
                    turn.token(),
                    turn.name(),
                    notice.get().project(),
                    notice.get().to().toString(),
                    JsonTree.write(notice.get().body()));
        }
    }

    private static void end(Connection connection, Turn turn, Judging judged) throws SQLException {
        var _ = Database.update(
                connection,
                """
                UPDATE monitor_state SET run = NULL, token = NULL, taken_until = NULL, refusal = NULL, missing = CAST(? AS jsonb),
                    next_at = clock_timestamp() + ? * interval '1 microsecond'
                WHERE monitor = ?
                """,
                MonitorMemory.write(judged.missing()),
                HostClockTable.micros(judged.pause()),
                turn.name());
    }

    private static Turn turn(ResultSet row) throws SQLException {
        return new Turn(
                row.getString(1), row.getObject(2, UUID.class), JsonTree.read(row.getString(3)), row.getBoolean(4));
    }

    private static Looked looked(ResultSet row) throws SQLException {
        return new Looked(
                PageUrl.parse(row.getString(1)),
                PageDocument.read(row.getString(2), row.getString(3)),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }
}
