package dev.heir.integration.persistence;

import dev.heir.integration.scrape.monitor.Notices;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Notices in PostgreSQL: each is one instance's at a time, until it was taken. */
@Singleton
final class NoticeRows implements Notices {

    private final Database database;

    NoticeRows(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Notice> take(Duration lease) {
        return database.first(
                row -> new Notice(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        URI.create(row.getString(4)),
                        row.getString(5),
                        row.getInt(6)),
                """
                UPDATE monitor_notice SET due_at = clock_timestamp() + ? * interval '1 microsecond', tries = tries + 1
                WHERE id = (SELECT id FROM monitor_notice WHERE due_at <= clock_timestamp()
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id, monitor, project, uri, body, tries
                """,
                HostClockTable.micros(lease));
    }

    @Override
    public void sent(Notice notice) {
        var _ = database.update(
                "UPDATE monitor_notice SET sent_at = clock_timestamp(), due_at = NULL, failure = NULL WHERE id = ?",
                notice.id());
    }

    @Override
    public void failed(Notice notice, String reason, Optional<Duration> pause) {
        var _ = database.update("""
                UPDATE monitor_notice SET failure = ?, due_at = clock_timestamp() + CAST(? AS bigint) * interval '1 microsecond'
                WHERE id = ? AND sent_at IS NULL
                """, reason, pause.map(HostClockTable::micros).orElse(null), notice.id());
    }
}
