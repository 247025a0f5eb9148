package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.PageUrl;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The queue of a crawl as it grows. */
final class CrawlRows {

    private CrawlRows() {}

    /** @param left how many pages it may still find */
    record Crawl(UUID scrape, int left) {}

    /** What a page of a crawl leads to. */
    record Found(Errand from, PageUrl link, int depth) {}

    /**
     * Locks the crawls of those pages that are still ours, before any of their pages: so no budget is ever passed, and of
     * two like pages one is the first. In one order, so that two who lock several never wait for each other.
     *
     * @return the crawl of each such page by the page's id
     */
    static Map<UUID, Crawl> lock(Connection connection, List<Errand> errands) throws SQLException {
        return Database.list(
                        connection,
                        row -> Map.entry(
                                row.getObject(1, UUID.class), new Crawl(row.getObject(2, UUID.class), row.getInt(3))),
                        """
                SELECT p.id, s.id, s.left_pages
                FROM unnest(?, ?) AS held (id, lease) JOIN scrape_page p ON p.id = held.id AND p.lease = held.lease
                    JOIN scrape s ON s.id = p.scrape
                ORDER BY s.id FOR NO KEY UPDATE OF s
                """,
                        connection.createArrayOf(
                                "uuid", errands.stream().map(Errand::id).toArray()),
                        connection.createArrayOf(
                                "uuid", errands.stream().map(Errand::lease).toArray()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The other page of the crawl that is where this one has moved to. */
    static Optional<URI> sameAddress(Connection connection, Errand errand) throws SQLException {
        Crawl crawl = lock(connection, List.of(errand)).get(errand.id());
        if (crawl == null) {
            return Optional.empty();
        }
        String key = PageKey.of(errand.at(), errand.order());
        return Database.first(
                connection,
                row -> URI.create(row.getString(1)),
                "SELECT url FROM scrape_page WHERE scrape = ? AND id <> ? AND (content_key = ? OR at_key = ?) LIMIT 1",
                crawl.scrape(),
                errand.id(),
                key,
                key);
    }

    /**
     * Adds what its pages lead to, as far as the budget goes: each address once, by whatever way it was found.
     *
     * @param found what the crawl may follow
     * @return with what is left then: nothing when not all of them may belong to the crawl
     */
    static Crawl grow(Connection connection, Crawl crawl, List<Found> found) throws SQLException {
        if (found.isEmpty() || crawl.left() <= 0) {
            return crawl;
        }
        return Database.first(
                        connection,
                        row -> new Crawl(crawl.scrape(), row.getInt(1)),
                        """
                        WITH added AS (
                            INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, depth, root, turn)
                            SELECT s.id, found.key, found.url, CAST(found.selectors AS jsonb), found.url, found.host,
                                found.depth, found.root,
                                greatest(clock_timestamp(), s.submitted_at
                                    + ((s.wants #>> '{crawl,pages}')::int - s.left_pages + found.n) * interval '1 second')
                            FROM scrape s, unnest(?, ?, ?, ?, ?, CAST(? AS int[]))
                                WITH ORDINALITY found (key, url, host, selectors, root, depth, n)
                            WHERE s.id = ?
                                -- Each by its index: of NOT EXISTS the planner makes joins that compare each with each.
                                AND (SELECT p.position FROM scrape_page p
                                    WHERE p.scrape = s.id AND p.content_key = found.key LIMIT 1) IS NULL
                                AND (SELECT p.position FROM scrape_page p
                                    WHERE p.scrape = s.id AND p.at_key = found.key LIMIT 1) IS NULL
                            ORDER BY found.n LIMIT ?
                            ON CONFLICT (scrape, content_key) DO NOTHING
                            RETURNING 1)
                        UPDATE scrape SET left_pages = left_pages - (SELECT count(*) FROM added)
                        WHERE id = ? RETURNING left_pages
                        """,
                        texts(
                                connection,
                                found,
                                page -> PageKey.of(page.link(), page.from().order())),
                        texts(connection, found, page -> page.link().toString()),
                        texts(connection, found, page -> page.link().host()),
                        texts(
                                connection,
                                found,
                                page -> PageDocument.write(page.from().order().selectors())),
                        texts(connection, found, page -> page.from().root().toString()),
                        connection.createArrayOf(
                                "int", found.stream().map(Found::depth).toArray()),
                        crawl.scrape(),
                        crawl.left(),
                        crawl.scrape())
                .orElse(crawl);
    }

    private static java.sql.Array texts(Connection connection, List<Found> found, Function<Found, String> text)
            throws SQLException {
        return texts(connection, found.stream().map(text).toList());
    }

    static java.sql.Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
