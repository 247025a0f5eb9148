package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Telling;
import dev.heir.integration.scrape.Wake;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages that wait, of which somebody has been told or has to be. */
final class TellRows {

    /** Those of whom somebody knows count as well, so that each page has its place in its host's line. */
    private static final String TELL = """
            , line AS (
                SELECT front.position, greatest(front.not_before, c.next_at, clock_timestamp())
                    + (row_number() OVER (PARTITION BY asked.host ORDER BY front.turn, front.position) - 1)
                        * coalesce(c.next_at - c.last_ended, ? * interval '1 microsecond') AS due
                FROM asked LEFT JOIN host_clock c ON c.host = asked.host
                CROSS JOIN LATERAL (
                    SELECT position, not_before, turn FROM scrape_page
                    WHERE state = 'WAITING' AND host = asked.host ORDER BY turn, position LIMIT ?) front
            ), picked AS (
                SELECT p.position, line.due FROM line JOIN scrape_page p ON p.position = line.position
                WHERE line.due <= clock_timestamp() + ? * interval '1 microsecond' AND p.state = 'WAITING'
                    AND (p.told_until IS NULL OR p.told_until <= clock_timestamp())
                    AND (p.leased_until IS NULL OR p.leased_until <= clock_timestamp())
                ORDER BY line.due LIMIT ? FOR UPDATE OF p SKIP LOCKED -- another instance is telling of those
            )
            UPDATE scrape_page p SET told_until = picked.due + ? * interval '1 microsecond'
            FROM picked WHERE p.position = picked.position
            RETURNING p.id, p.host, ceil(1000000 * extract(epoch FROM greatest(picked.due - clock_timestamp(), interval '0')))
            """;

    private TellRows() {}

    static List<Wake> of(Database database, Collection<String> hosts, Telling telling) {
        return database.read(connection -> told(
                connection,
                "WITH asked AS (SELECT DISTINCT host FROM unnest(?) AS given (host))",
                telling,
                connection.createArrayOf("text", hosts.toArray())));
    }

    /** The hosts that have pages of which nobody knows are found by skipping through the index. */
    static List<Wake> ofAll(Database database, Telling telling) {
        return database.read(connection -> told(connection, """
                WITH RECURSIVE untold (host) AS (
                    (SELECT host FROM scrape_page WHERE state = 'WAITING' AND told_until IS NULL ORDER BY host LIMIT 1)
                    UNION ALL
                    SELECT (SELECT host FROM scrape_page
                            WHERE state = 'WAITING' AND told_until IS NULL AND host > untold.host ORDER BY host LIMIT 1)
                    FROM untold WHERE untold.host IS NOT NULL
                ), asked AS (
                    SELECT host FROM untold WHERE host IS NOT NULL
                    UNION SELECT host FROM scrape_page WHERE state = 'WAITING' AND told_until <= clock_timestamp())
                """, telling));
    }

    private static List<Wake> told(Connection connection, String asked, Telling telling, @Nullable Object... of)
            throws SQLException {
        Object[] values = Stream.concat(
                        Arrays.stream(of),
                        Stream.of(
                                HostClockTable.micros(telling.usual()),
                                telling.eachHost(),
                                HostClockTable.micros(telling.within()),
                                telling.most(),
                                HostClockTable.micros(telling.lost())))
                .toArray();
        return Database.list(
                connection,
                row -> new Wake(
                        row.getObject(1, UUID.class), row.getString(2), Duration.of(row.getLong(3), ChronoUnit.MICROS)),
                asked + TELL,
                values);
    }

    static void untold(Database database, Collection<UUID> pages) {
        var _ = database.read(connection -> Database.update(
                connection,
                "UPDATE scrape_page SET told_until = NULL WHERE state = 'WAITING' AND id = ANY (?)",
                connection.createArrayOf("uuid", pages.toArray())));
    }

    /** Who came too early for the page is told again. */
    static void early(Database database, UUID page) {
        var _ = database.update("""
                UPDATE scrape_page SET told_until = NULL
                WHERE id = ? AND state = 'WAITING' AND not_before > clock_timestamp()
                """, page);
    }
}
