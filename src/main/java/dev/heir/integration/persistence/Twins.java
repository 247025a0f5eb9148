package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Likeness;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds pages of a crawl that say what another of its pages says, among those it has and those that end with them.
 *
 * @param crawls of each page by its id, locked: of two like pages one is the first
 */
record Twins(Connection connection, Map<UUID, CrawlRows.Crawl> crawls) {

    private static final int MOST_LIKE = 10;

    private record Like(int of, URI url, Content content, boolean canonical) {}

    /** The pages as they are, or as the duplicates of others. */
    List<Page> judged(List<Reckoned> pages) throws SQLException {
        List<Like> stored = stored(pages);
        List<Page> judged = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            Reckoned page = pages.get(i);
            Optional<Page> twin = Optional.empty();
            if (page.compared().isPresent()) {
                int own = i;
                List<Like> like = new ArrayList<>(
                        stored.stream().filter(one -> one.of() == own).toList());
                like.addAll(together(pages, judged, page));
                twin = like.stream()
                        .filter(one -> Likeness.isSame(page.compared().get(), one.content()))
                        .map(one -> twin(page, one))
                        .findFirst();
            }
            judged.add(twin.orElse(page.page()));
        }
        return judged;
    }

    private static Page twin(Reckoned page, Like of) {
        URI url = page.page() instanceof Page.Fetched fetched
                ? fetched.url()
                : page.errand().at().uri();
        return new Page.Duplicate(url, of.url(), of.canonical() ? "its canonical address" : "it says the same");
    }

    /** Those that end at the same time, and before it. */
    private List<Like> together(List<Reckoned> pages, List<Page> judged, Reckoned page) {
        List<Like> like = new ArrayList<>();
        String canonical = canonical(page);
        for (int i = 0; i < judged.size(); i++) {
            Reckoned other = pages.get(i);
            if (judged.get(i) instanceof Page.Fetched fetched
                    && other.compared().isPresent()
                    && crawl(other).equals(crawl(page))
                    && Long.bitCount(other.fingerprint().orElseThrow()
                                    ^ page.fingerprint().orElseThrow())
                            <= Likeness.MOST_BITS) {
                Errand errand = other.errand();
                boolean named = canonical.equals(PageKey.of(errand.url(), errand.order()))
                        || canonical.equals(SettledRows.addressBehindRedirects(errand));
                like.add(new Like(i, fetched.url(), other.compared().get(), named));
            }
        }
        return like;
    }

    private List<Like> stored(List<Reckoned> pages) throws SQLException {
        List<Integer> at = new ArrayList<>();
        List<Long> fingerprints = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        List<UUID> scrapes = new ArrayList<>();
        List<String> canonicals = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            Reckoned page = pages.get(i);
            if (page.compared().isPresent()) {
                at.add(i);
                fingerprints.add(page.fingerprint().orElseThrow());
                ids.add(page.errand().id());
                scrapes.add(crawl(page));
                canonicals.add(canonical(page));
            }
        }
        return at.isEmpty()
                ? List.of()
                : Database.list(
                                connection,
                                row -> like(
                                        at.get(row.getInt(1) - 1),
                                        PageDocument.read("FETCHED", row.getString(2)),
                                        row.getBoolean(3)),
                                """
                                SELECT asked.n, p.outcome,
                                    p.content_key = asked.canonical OR p.at_key IS NOT DISTINCT FROM asked.canonical
                                FROM unnest(CAST(? AS bigint[]), CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS text[]))
                                    WITH ORDINALITY asked (own, id, scrape, canonical, n)
                                CROSS JOIN LATERAL (
                                    SELECT position, outcome, content_key, at_key FROM scrape_page
                                    WHERE scrape = asked.scrape AND id <> asked.id AND state = 'FETCHED'
                                        AND simhash IS NOT NULL
                                        AND (((simhash >> 48) & 65535) = ((asked.own >> 48) & 65535)
                                            OR ((simhash >> 32) & 65535) = ((asked.own >> 32) & 65535)
                                            OR ((simhash >> 16) & 65535) = ((asked.own >> 16) & 65535)
                                            OR (simhash & 65535) = (asked.own & 65535))
                                        AND bit_count((simhash # asked.own)::bit(64)) <= ?
                                    ORDER BY position LIMIT ?) p
                                ORDER BY asked.n, p.position
                                """,
                                connection.createArrayOf("bigint", fingerprints.toArray()),
                                connection.createArrayOf("uuid", ids.toArray()),
                                connection.createArrayOf("uuid", scrapes.toArray()),
                                connection.createArrayOf("text", canonicals.toArray()),
                                Likeness.MOST_BITS,
                                MOST_LIKE)
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
    }

    private static Optional<Like> like(int of, Page page, boolean canonical) {
        return page instanceof Page.Fetched fetched
                ? fetched.content().map(content -> new Like(of, fetched.url(), content, canonical))
                : Optional.empty();
    }

    private UUID crawl(Reckoned page) {
        return CrawlEnds.crawl(crawls, page).scrape();
    }

    /** Empty when the page names none, which is nobody's key. */
    private static String canonical(Reckoned page) {
        return page.compared()
                .flatMap(Content::canonical)
                .map(url -> PageKey.of(new PageUrl(url), page.errand().order()))
                .orElse("");
    }
}
