package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Likeness;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The queue of a crawl as it grows: what a page leads to, and which of its pages are one. */
final class CrawlRows {

    private static final int MOST_LIKE = 10;

    private CrawlRows() {}

    /** @param left how many pages it may still find */
    record Crawl(UUID scrape, int left) {}

    /**
     * Locks the crawl of a page that is still ours, before any of its pages: so its budget is never passed, and of two like
     * pages one is the first.
     */
    static Optional<Crawl> lock(Connection connection, Errand errand) throws SQLException {
        return Database.first(
                connection,
                row -> new Crawl(row.getObject(1, UUID.class), row.getInt(2)),
                """
                SELECT id, left_pages FROM scrape
                WHERE id = (SELECT scrape FROM scrape_page WHERE id = ? AND lease = ?) FOR NO KEY UPDATE
                """,
                errand.id(),
                errand.lease());
    }

    /** The page as it is, or as the duplicate of one that the crawl has. */
    static Page judged(Connection connection, Crawl crawl, Errand errand, Page end, OptionalLong fingerprint)
            throws SQLException {
        if (!(end instanceof Page.Fetched fetched) || fetched.content().isEmpty() || fingerprint.isEmpty()) {
            return end;
        }
        Content content = fetched.content().get();
        for (Like like : like(connection, crawl, errand, content, fingerprint.getAsLong())) {
            if (Likeness.isSame(content, like.content())) {
                return new Page.Duplicate(
                        fetched.url(), like.url(), like.canonical() ? "its canonical address" : "it says the same");
            }
        }
        return end;
    }

    private record Like(URI url, Content content, boolean canonical) {}

    private static List<Like> like(Connection connection, Crawl crawl, Errand errand, Content content, long own)
            throws SQLException {
        String canonical = content.canonical()
                .map(url -> PageKey.of(new PageUrl(url), errand.order()))
                .orElse("");
        return Database.list(
                        connection,
                        row -> like(PageDocument.read("FETCHED", row.getString(1)), row.getBoolean(2)),
                        """
                        SELECT outcome, content_key = ? OR at_key IS NOT DISTINCT FROM ? FROM scrape_page
                        WHERE scrape = ? AND id <> ? AND state = 'FETCHED' AND simhash IS NOT NULL
                            AND (((simhash >> 48) & 65535) = ((?::bigint >> 48) & 65535)
                                OR ((simhash >> 32) & 65535) = ((?::bigint >> 32) & 65535)
                                OR ((simhash >> 16) & 65535) = ((?::bigint >> 16) & 65535)
                                OR (simhash & 65535) = (?::bigint & 65535))
                            AND bit_count((simhash # ?::bigint)::bit(64)) <= ?
                        ORDER BY position LIMIT ?
                        """,
                        canonical,
                        canonical,
                        crawl.scrape(),
                        errand.id(),
                        own,
                        own,
                        own,
                        own,
                        own,
                        Likeness.MOST_BITS,
                        MOST_LIKE)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Like> like(Page page, boolean canonical) {
        return page instanceof Page.Fetched fetched
                ? fetched.content().map(content -> new Like(fetched.url(), content, canonical))
                : Optional.empty();
    }

    /** The other page of the crawl that is where this one has moved to. */
    static Optional<URI> sameAddress(Connection connection, Errand errand) throws SQLException {
        Optional<Crawl> crawl = lock(connection, errand);
        if (crawl.isEmpty()) {
            return Optional.empty();
        }
        String key = PageKey.of(errand.at(), errand.order());
        return Database.first(
                connection,
                row -> URI.create(row.getString(1)),
                "SELECT url FROM scrape_page WHERE scrape = ? AND id <> ? AND (content_key = ? OR at_key = ?) LIMIT 1",
                crawl.get().scrape(),
                errand.id(),
                key,
                key);
    }

    /**
     * Adds what the page leads to, as far as the budget goes: each address once, by whatever way it was found.
     *
     * @param links that the crawl may follow
     * @param depth where they are
     * @return with what is left then: nothing when not all of them may belong to the crawl
     */
    static Crawl grow(Connection connection, Crawl crawl, Errand errand, List<PageUrl> links, int depth)
            throws SQLException {
        if (links.isEmpty() || crawl.left() <= 0) {
            return crawl;
        }
        int added;
        try (PreparedStatement insert = Database.prepared(
                connection,
                """
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, depth, root, turn)
                SELECT s.id, found.key, found.url, CAST(? AS jsonb), found.url, found.host, ?, ?,
                    greatest(clock_timestamp(),
                        s.submitted_at + ((s.wants #>> '{crawl,pages}')::int - s.left_pages + found.n) * interval '1 second')
                FROM scrape s, unnest(?, ?, ?) WITH ORDINALITY found (key, url, host, n)
                WHERE s.id = ? AND NOT EXISTS (
                    SELECT FROM scrape_page p WHERE p.scrape = s.id AND p.content_key = found.key)
                    AND NOT EXISTS (SELECT FROM scrape_page p WHERE p.scrape = s.id AND p.at_key = found.key)
                ORDER BY found.n LIMIT ?
                ON CONFLICT (scrape, content_key) DO NOTHING
                """,
                PageDocument.write(errand.order().selectors()),
                depth,
                errand.root().toString(),
                texts(
                        connection,
                        links.stream()
                                .map(link -> PageKey.of(link, errand.order()))
                                .toList()),
                texts(connection, links.stream().map(PageUrl::toString).toList()),
                texts(connection, links.stream().map(PageUrl::host).toList()),
                crawl.scrape(),
                crawl.left())) {
            added = insert.executeUpdate();
        }
        var _ = Database.update(
                connection, "UPDATE scrape SET left_pages = left_pages - ? WHERE id = ?", added, crawl.scrape());
        return new Crawl(crawl.scrape(), crawl.left() - added);
    }

    static java.sql.Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
