package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Scrapes with their pages that have been kept for long enough. */
final class OutlivedScrapes {

    /** Each is examined before it goes. */
    private static final int MOST_SCRAPES = 50;

    private OutlivedScrapes() {}

    private record Old(UUID id, boolean needed) {}

    /**
     * Deletes a part; what is needed is looked at again another day, so that it is in nobody's way.
     *
     * @param watched those of monitors, else those that people asked for
     * @return whether there may be more
     */
    static boolean delete(Connection connection, boolean watched, Duration age) throws SQLException {
        long micros = HostClockTable.micros(age);
        List<Old> old = Database.list(
                connection,
                row -> new Old(row.getObject(1, UUID.class), row.getBoolean(2)),
                """
                SELECT s.id,
                    EXISTS (SELECT FROM monitor_state m WHERE m.run = s.id)
                    -- Pages that messages ask for again and again are younger than their scrape.
                    OR EXISTS (SELECT FROM scrape_page p WHERE p.scrape = s.id AND (p.state = 'WAITING'
                        OR p.ended_at > clock_timestamp() - ? * interval '1 microsecond'))
                    -- An assignment is checked by the last reading of each page that it names, in each way it was read.
                    OR EXISTS (SELECT FROM assignment a JOIN assignment_criterion c ON c.assignment = a.id
                        JOIN scrape_page p ON p.scrape = s.id AND p.url = c.subject AND p.state <> 'SKIPPED'
                        WHERE a.project = s.project AND NOT EXISTS (
                            SELECT FROM scrape_page n JOIN scrape later ON later.id = n.scrape
                            WHERE later.project = s.project AND n.url = p.url AND n.ended_at > p.ended_at
                                AND n.state = p.state AND n.selectors = p.selectors AND n.state <> 'WAITING'))
                FROM scrape s WHERE s.watched = ? AND s.kept_since < clock_timestamp() - ? * interval '1 microsecond'
                ORDER BY s.kept_since LIMIT ? FOR UPDATE OF s SKIP LOCKED
                """,
                micros,
                watched,
                micros,
                MOST_SCRAPES);
        if (old.isEmpty()) {
            return false;
        }
        postpone(connection, old.stream().filter(Old::needed).map(Old::id).toList(), micros);
        List<UUID> gone = old.stream().filter(one -> !one.needed()).map(Old::id).toList();
        int pages =
                Database.update(connection, """
                DELETE FROM scrape_page WHERE position IN (
                    SELECT position FROM scrape_page WHERE scrape = ANY (?) LIMIT ?)
                """, connection.createArrayOf("uuid", gone.toArray()), OutlivedRows.MOST);
        var _ = Database.update(
                connection,
                "DELETE FROM scrape WHERE id = ANY (?) AND NOT EXISTS (SELECT FROM scrape_page p WHERE p.scrape = scrape.id)",
                connection.createArrayOf("uuid", gone.toArray()));
        return pages == OutlivedRows.MOST || old.size() == MOST_SCRAPES;
    }

    private static void postpone(Connection connection, List<UUID> needed, long micros) throws SQLException {
        if (!needed.isEmpty()) {
            var _ = Database.update(connection, """
                    UPDATE scrape s SET kept_since = greatest(
                        (SELECT max(p.ended_at) FROM scrape_page p WHERE p.scrape = s.id),
                        clock_timestamp() - ? * interval '1 microsecond' + interval '1 day')
                    WHERE s.id = ANY (?)
                    """, micros, connection.createArrayOf("uuid", needed.toArray()));
        }
    }
}
