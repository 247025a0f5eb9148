package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/** What has been kept for long enough goes, a little with each thing that comes; changes and series stay. */
final class Outlived {

    private static final int MOST = 1_000;

    private Outlived() {}

    /** Looks of the last ninety days tell how a monitor fares. Only the oldest are examined: they come by time. */
    static void looks(Connection connection, String monitor) throws SQLException {
        var _ = Database.update(connection, """
                DELETE FROM monitor_look WHERE id IN (
                    SELECT id FROM (SELECT id, at FROM monitor_look WHERE monitor = ? ORDER BY id LIMIT ?) oldest
                    WHERE at < clock_timestamp() - interval '90 days')
                """, monitor, MOST);
    }

    /** Websites are built anew; what a host needed a week ago is asked for again. */
    static void sites(Connection connection) throws SQLException {
        var _ = Database.update(connection, """
                DELETE FROM site_rendering WHERE (project, host) IN (
                    SELECT project, host FROM site_rendering WHERE noted_at < clock_timestamp() - interval '7 days'
                    LIMIT ? FOR UPDATE SKIP LOCKED)
                """, MOST);
    }

    /** A value that is a year old is no last good one: its page is not read any more, or never shows it again. */
    static void fields(Connection connection) throws SQLException {
        var _ = Database.update(connection, """
                DELETE FROM field_memory WHERE (project, place) IN (
                    SELECT project, place FROM field_memory WHERE noted_at < clock_timestamp() - interval '1 year'
                    ORDER BY noted_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, MOST);
    }
}
