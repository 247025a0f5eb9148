package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Scrapes that are ended before their pages are: cancelled, or because their time is up. */
final class EndedScrapes {

    private EndedScrapes() {}

    static boolean cancel(Database database, String project, UUID scrape) {
        return database.transact(connection -> {
            boolean own = Database.update(connection, """
                            UPDATE scrape SET cancelled_at = coalesce(cancelled_at, clock_timestamp()), left_pages = 0,
                                ends_at = NULL
                            WHERE id = ? AND project = ?
                            """, scrape, project) == 1;
            if (own) {
                skip(connection, scrape, "the scrape was cancelled");
            }
            return own;
        });
    }

    /** The scrape before its pages, as everybody locks them. */
    static void endOverdue(Database database) {
        var _ = database.transact(connection -> {
            List<UUID> over = Database.list(connection, row -> row.getObject(1, UUID.class), """
                    UPDATE scrape SET ends_at = NULL, left_pages = 0 WHERE ends_at <= clock_timestamp() RETURNING id
                    """);
            for (UUID scrape : over) {
                skip(connection, scrape, "the time of its crawl was up");
            }
            return over;
        });
    }

    private static void skip(Connection connection, UUID scrape, String reason) throws SQLException {
        var _ = Database.update(connection, """
                UPDATE scrape_page SET state = 'SKIPPED', ended_at = clock_timestamp(), lease = NULL, leased_until = NULL,
                    outcome = jsonb_build_object('url', at, 'reason', ?::text)
                WHERE scrape = ? AND state = 'WAITING'
                """, reason, scrape);
    }
}
