package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Retention;
import dev.heir.integration.scrape.ScrapeConfig;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Deletes in PostgreSQL, oldest first, each part in a short transaction of its own. Changes and series of monitors stay. */
@Singleton
final class OutlivedRows implements Retention {

    static final int MOST = 1_000;

    private final Database database;

    OutlivedRows(Database database) {
        this.database = database;
    }

    @Override
    public boolean forget(ScrapeConfig.Keep keep) {
        boolean more = looks(keep.looks());
        more |= notices(keep.looks());
        more |= fields(keep.fields());
        more |= sites(keep.fields());
        more |= scrapes(true, keep.watched());
        more |= scrapes(false, keep.scrapes());
        return more;
    }

    private boolean scrapes(boolean watched, Duration age) {
        return database.transact(connection -> OutlivedScrapes.delete(connection, watched, age));
    }

    private boolean looks(Duration age) {
        return deleted("""
                DELETE FROM monitor_look WHERE id IN (
                    SELECT id FROM monitor_look WHERE at < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, age);
    }

    /** Those that were taken; what was given up stays for whoever asks why. */
    private boolean notices(Duration age) {
        return deleted("""
                DELETE FROM monitor_notice WHERE id IN (
                    SELECT id FROM monitor_notice WHERE sent_at < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY sent_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, age);
    }

    /** A value that old is no last good one: its page is not read any more, or never shows it again. */
    private boolean fields(Duration age) {
        return deleted("""
                DELETE FROM field_memory WHERE (project, place) IN (
                    SELECT project, place FROM field_memory WHERE noted_at < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY noted_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, age);
    }

    private boolean sites(Duration age) {
        return deleted("""
                DELETE FROM site_field WHERE (project, host, field) IN (
                    SELECT project, host, field FROM site_field
                    WHERE greatest(shown_at, missed_at) < clock_timestamp() - ? * interval '1 microsecond'
                    ORDER BY greatest(shown_at, missed_at) LIMIT ? FOR UPDATE SKIP LOCKED)
                """, age);
    }

    private boolean deleted(String sql, Duration age) {
        return database.transact(connection -> deleted(connection, sql, age)) == MOST;
    }

    private static int deleted(Connection connection, String sql, Duration age) throws SQLException {
        return Database.update(connection, sql, HostClockTable.micros(age), MOST);
    }
}
