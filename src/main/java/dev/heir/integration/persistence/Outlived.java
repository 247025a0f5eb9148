package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/** What has been known for long enough goes, a little with each thing that comes. */
final class Outlived {

    private static final int MOST = 1_000;

    private Outlived() {}

    /** Websites are built anew; what a host needed a week ago is asked for again. */
    static void sites(Connection connection) throws SQLException {
        var _ = Database.update(connection, """
                DELETE FROM site_rendering WHERE (project, host) IN (
                    SELECT project, host FROM site_rendering WHERE noted_at < clock_timestamp() - interval '7 days'
                    LIMIT ? FOR UPDATE SKIP LOCKED)
                """, MOST);
    }
}
