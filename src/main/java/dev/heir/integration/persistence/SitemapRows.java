package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Frontier;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.RobotsTxt;
import dev.heir.integration.scrape.sitemap.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sitemaps of a crawl: they wait for their host's turn like its pages, but are none of its budget. */
final class SitemapRows {

    /** Of one crawl: an index may name 50,000. */
    private static final int MOST = 500;

    private SitemapRows() {}

    /**
     * Adds the sitemaps that a page or an index leads to, and ends what one says has not changed.
     *
     * @param links that the crawl may follow
     */
    static void follow(Connection connection, CrawlRows.Crawl crawl, Errand errand, Page end, List<PageUrl> links)
            throws SQLException {
        if (end instanceof Page.Listed listed) {
            add(connection, crawl, errand, Frontier.sitemaps(errand, listed), 1);
            if (errand.order().crawl().orElseThrow().onlyChanged()) {
                skipUnchanged(connection, crawl, errand, listed, Set.copyOf(links));
            }
        } else if (errand.trail().depth() == 0) {
            add(connection, crawl, errand, Frontier.sitemaps(errand, end, robots(connection, errand)), 0);
        }
    }

    private static Optional<RobotsTxt> robots(Connection connection, Errand errand) throws SQLException {
        return Database.first(
                connection,
                row -> RobotsTable.read(row.getString(1), row.getString(2)),
                "SELECT state, content FROM robots_txt WHERE origin = ?",
                errand.root().origin());
    }

    /** Before the pages that wait: what a sitemap says may spare some of them. */
    private static void add(
            Connection connection, CrawlRows.Crawl crawl, Errand errand, List<PageUrl> sitemaps, int depth)
            throws SQLException {
        if (sitemaps.isEmpty()) {
            return;
        }
        var _ = Database.update(
                connection,
                """
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, depth, root, sitemap, turn)
                SELECT s.id, found.key, found.url, CAST(? AS jsonb), found.url, found.host, ?, ?, true, s.submitted_at
                FROM scrape s, unnest(?, ?, ?) WITH ORDINALITY found (key, url, host, n)
                WHERE s.id = ? AND found.n <= ? - (SELECT count(*) FROM scrape_page WHERE scrape = s.id AND sitemap)
                ORDER BY found.n
                ON CONFLICT (scrape, content_key) DO NOTHING
                """,
                PageDocument.write(errand.order().selectors()),
                depth,
                errand.root().toString(),
                CrawlRows.texts(
                        connection,
                        sitemaps.stream()
                                .map(sitemap -> PageKey.of(sitemap, errand.order()))
                                .toList()),
                CrawlRows.texts(
                        connection, sitemaps.stream().map(PageUrl::toString).toList()),
                CrawlRows.texts(connection, sitemaps.stream().map(PageUrl::host).toList()),
                crawl.scrape(),
                MOST);
    }

    /** A sitemap that names a day alone means any time of it: what was read within a day of the change is read again. */
    private static void skipUnchanged(
            Connection connection, CrawlRows.Crawl crawl, Errand errand, Page.Listed sitemap, Set<PageUrl> links)
            throws SQLException {
        List<PageUrl> pages = new ArrayList<>();
        List<Instant> changes = new ArrayList<>();
        for (Entry entry : sitemap.found().pages()) {
            Optional<PageUrl> page = entry.changed()
                    .flatMap(_ -> errand.at().resolve(entry.url()))
                    .filter(links::contains);
            if (page.isPresent()) {
                pages.add(page.get());
                changes.add(entry.changed().orElseThrow());
            }
        }
        var _ = Database.update(
                connection,
                """
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, depth, root, state, ended_at, outcome)
                SELECT s.id, found.key, found.url, CAST(? AS jsonb), found.url, found.host, 1, ?, 'SKIPPED',
                    clock_timestamp(), jsonb_build_object('url', found.url, 'reason',
                        'unchanged, says its sitemap, since it was read by /v1/scrapes/' || earlier.scrape)
                FROM scrape s, unnest(?, ?, ?, ?) found (key, url, host, changed), LATERAL (
                    SELECT p.scrape FROM scrape_page p JOIN scrape b ON b.id = p.scrape
                    WHERE p.url = found.url AND p.content_key = found.key AND p.state = 'FETCHED'
                        AND p.ended_at > found.changed + interval '1 day'
                        AND b.project = s.project AND b.id <> s.id
                        AND coalesce(b.wants, '{}') - 'crawl' = coalesce(s.wants, '{}') - 'crawl'
                    ORDER BY p.ended_at DESC LIMIT 1) earlier
                WHERE s.id = ?
                ON CONFLICT (scrape, content_key) DO UPDATE
                    SET state = excluded.state, ended_at = excluded.ended_at, outcome = excluded.outcome
                    WHERE scrape_page.state = 'WAITING' AND scrape_page.leased_until IS NULL AND NOT scrape_page.sitemap
                """,
                PageDocument.write(errand.order().selectors()),
                errand.root().toString(),
                CrawlRows.texts(
                        connection,
                        pages.stream()
                                .map(page -> PageKey.of(page, errand.order()))
                                .toList()),
                CrawlRows.texts(
                        connection, pages.stream().map(PageUrl::toString).toList()),
                CrawlRows.texts(connection, pages.stream().map(PageUrl::host).toList()),
                connection.createArrayOf(
                        "timestamptz",
                        changes.stream()
                                .map(change -> change.atOffset(ZoneOffset.UTC))
                                .toArray()),
                crawl.scrape());
    }
}
