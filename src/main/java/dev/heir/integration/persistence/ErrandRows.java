package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Trail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages that become one instance's for the time of a lease. */
final class ErrandRows {

    private static final String ERRAND =
            "p.id, p.lease, s.project, p.url, p.selectors, s.crawl_delay_micros, s.wants, p.at, p.hops, p.tries,"
                    + " p.pauses, p.lost, p.root, p.depth, p.sitemap";

    private ErrandRows() {}

    /**
     * One page of each host whose turn has come, since its other pages could only be put back, and further ones of those
     * that wanted no rest after their last request. The hosts are found by skipping through the index, each in its turn: the
     * search begins behind the host of the last page that was taken and ends when enough are due, so it costs what is due
     * and not what waits. Whoever did not survive a page may have died of it, and
     * what a sitemap says may spare others: such pages are taken alone.
     *
     * @param after the host behind which the search begins
     * @return in the order in which the hosts were found
     */
    static List<Errand> takeDue(Database database, int most, Duration lease, String after) {
        return database.list(
                ErrandRows::read,
                """
                WITH RECURSIVE waiting (host, round) AS (
                    SELECT CAST(? AS text), 0
                    UNION ALL
                    SELECT next.host, next.round FROM waiting CROSS JOIN LATERAL (
                        (SELECT host, waiting.round FROM scrape_page
                            WHERE state = 'WAITING' AND host > waiting.host ORDER BY host LIMIT 1)
                        UNION ALL
                        (SELECT host, 1 FROM scrape_page
                            WHERE state = 'WAITING' AND waiting.round = 0 ORDER BY host LIMIT 1)
                        LIMIT 1) next
                    WHERE next.round = 0 OR next.host <= ?
                ), front AS MATERIALIZED (
                    SELECT found.*, row_number() OVER () AS n FROM (
                        SELECT page.position, waiting.host, clock.restless AND page.lost = 0 AND NOT page.sitemap AS restless FROM waiting
                        CROSS JOIN LATERAL (
                            SELECT coalesce(bool_and(next_at <= clock_timestamp() AND held_until <= clock_timestamp()),
                                    true) AS due,
                                coalesce(bool_and(next_at <= last_ended), false) AS restless
                            FROM host_clock WHERE host_clock.host = waiting.host) clock
                        CROSS JOIN LATERAL (
                            SELECT position, CASE WHEN leased_until IS NULL THEN 0 ELSE lost + 1 END AS lost, sitemap
                            FROM scrape_page
                            WHERE state = 'WAITING' AND host = waiting.host AND clock.due
                                AND not_before <= clock_timestamp()
                                AND (leased_until IS NULL OR leased_until <= clock_timestamp())
                            ORDER BY turn, position LIMIT 1
                            FOR UPDATE SKIP LOCKED) page
                        WHERE waiting.round > 0 OR waiting.host <> ?
                        LIMIT ?) found
                ), due AS (
                    SELECT position, n FROM front
                    UNION ALL
                    (SELECT page.position, front.n FROM front CROSS JOIN LATERAL (
                        SELECT position FROM scrape_page
                        WHERE state = 'WAITING' AND host = front.host AND position <> front.position
                            AND not_before <= clock_timestamp() AND leased_until IS NULL AND NOT sitemap
                            AND EXISTS (SELECT FROM scrape WHERE id = scrape_page.scrape AND crawl_delay_micros = 0)
                        ORDER BY turn, position LIMIT ? / (SELECT count(*) FROM front)
                        FOR UPDATE SKIP LOCKED) page
                    WHERE front.restless
                    ORDER BY front.n LIMIT ? - (SELECT count(*) FROM front))
                ), taken AS (
                    UPDATE scrape_page p SET lease = gen_random_uuid(), told_until = NULL,
                        lost = CASE WHEN leased_until IS NULL THEN 0 ELSE lost + 1 END,
                        leased_until = clock_timestamp() + ? * interval '1 microsecond'
                    FROM due WHERE p.position = due.position
                    RETURNING p.*, due.n
                )
                SELECT\s""" + ERRAND + " FROM taken p JOIN scrape s ON s.id = p.scrape ORDER BY p.n, p.turn, p.position",
                after,
                after,
                after,
                most,
                most,
                most,
                HostClockTable.micros(lease));
    }

    /** Who was told of the page has it now: should that one die, somebody else is told. */
    static Optional<Errand> takeOne(Database database, UUID page, Duration lease) {
        return database.first(ErrandRows::read, """
                UPDATE scrape_page p SET lease = gen_random_uuid(), told_until = NULL,
                    lost = CASE WHEN leased_until IS NULL THEN 0 ELSE lost + 1 END,
                    leased_until = clock_timestamp() + ? * interval '1 microsecond'
                FROM scrape s
                WHERE p.id = ? AND s.id = p.scrape AND p.state = 'WAITING' AND p.not_before <= clock_timestamp()
                    AND (p.leased_until IS NULL OR p.leased_until <= clock_timestamp())
                RETURNING\s""" + ERRAND, HostClockTable.micros(lease), page);
    }

    /** Added, taken, or begun anew when its end is so long ago that the message cannot be a repetition. */
    static Optional<Errand> takeOf(
            Connection connection,
            Message.OfUrl asked,
            UUID scrape,
            String key,
            String selectors,
            Duration lease,
            Duration same)
            throws SQLException {
        String url = asked.url().toString();
        return Database.list(
                        connection,
                        ErrandRows::read,
                        """
                        WITH p AS (
                            INSERT INTO scrape_page AS p
                                (scrape, content_key, url, selectors, at, host, lease, leased_until)
                            VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?, gen_random_uuid(),
                                clock_timestamp() + ? * interval '1 microsecond')
                            ON CONFLICT (scrape, content_key) DO UPDATE SET
                                state = 'WAITING', lease = excluded.lease, leased_until = excluded.leased_until,
                                told_until = NULL,
                                tries = CASE WHEN p.state = 'WAITING' THEN p.tries ELSE 0 END,
                                lost = CASE WHEN p.leased_until IS NULL THEN 0 ELSE p.lost + 1 END,
                                at = CASE WHEN p.state = 'WAITING' THEN p.at ELSE excluded.at END,
                                host = CASE WHEN p.state = 'WAITING' THEN p.host ELSE excluded.host END,
                                hops = CASE WHEN p.state = 'WAITING' THEN p.hops ELSE 0 END,
                                pauses = CASE WHEN p.state = 'WAITING' THEN p.pauses ELSE 0 END
                            WHERE (p.state = 'WAITING' AND p.not_before <= clock_timestamp()
                                    AND (p.leased_until IS NULL OR p.leased_until <= clock_timestamp()))
                                OR (p.state <> 'WAITING' AND ?
                                    AND p.ended_at < clock_timestamp() - ? * interval '1 microsecond')
                            RETURNING *)
                        SELECT\s""" + ERRAND + " FROM p JOIN scrape s ON s.id = p.scrape",
                        scrape,
                        key,
                        url,
                        selectors,
                        url,
                        asked.url().host(),
                        HostClockTable.micros(lease),
                        asked.scrape().isEmpty(),
                        HostClockTable.micros(same))
                .stream()
                .findFirst();
    }

    private static Errand read(ResultSet row) throws SQLException {
        PageUrl url = PageUrl.parse(row.getString(4));
        return new Errand(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                url,
                OrderDocument.read(
                        PageDocument.selectors(row.getString(5)),
                        Duration.of(row.getLong(6), ChronoUnit.MICROS),
                        row.getString(7)),
                PageUrl.parse(row.getString(8)),
                row.getInt(9),
                row.getInt(10) + 1,
                row.getInt(11),
                row.getInt(12),
                new Trail(
                        Optional.ofNullable(row.getString(13))
                                .map(PageUrl::parse)
                                .orElse(url),
                        row.getInt(14),
                        row.getBoolean(15)));
    }
}
