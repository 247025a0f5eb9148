package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Canonical;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Ends pages of crawls: each is what it is, or the duplicate of another one, and what it leads to joins the queue. */
final class CrawlEnds {

    private final KnownLinks known = new KnownLinks();

    /** @return what may be remembered once it is committed */
    List<Runnable> end(Connection connection, List<Reckoned> pages) throws SQLException {
        if (pages.isEmpty()) {
            return List.of();
        }
        Map<UUID, CrawlRows.Crawl> crawls =
                CrawlRows.lock(connection, pages.stream().map(Reckoned::errand).toList());
        List<Reckoned> ours = pages.stream()
                .filter(page -> crawls.containsKey(page.errand().id()))
                .toList();
        List<Page> judged = new Twins(connection, crawls).judged(ours);
        List<Reckoned> ends = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ends.add(ours.get(i).judged(judged.get(i)));
        }
        if (SettledRows.end(connection, ends) < ends.size()) {
            if (pages.size() > 1) {
                throw new EndedPages.NotOurs();
            }
            return List.of();
        }
        Map<UUID, List<Reckoned>> ofCrawl = new LinkedHashMap<>();
        for (int i = 0; i < ours.size(); i++) {
            Reckoned page = ours.get(i);
            CrawlRows.Crawl crawl = crawl(crawls, page);
            SitemapRows.follow(connection, crawl, page.errand(), page.page(), page.links());
            ofCrawl.computeIfAbsent(crawl.scrape(), _ -> new ArrayList<>()).add(ends.get(i));
        }
        List<Runnable> committed = new ArrayList<>();
        for (List<Reckoned> some : ofCrawl.values()) {
            committed.addAll(grow(connection, crawl(crawls, some.getFirst()), some));
        }
        return committed;
    }

    static CrawlRows.Crawl crawl(Map<UUID, CrawlRows.Crawl> crawls, Reckoned page) {
        return Optional.ofNullable(crawls.get(page.errand().id())).orElseThrow();
    }

    private List<Runnable> grow(Connection connection, CrawlRows.Crawl crawl, List<Reckoned> pages)
            throws SQLException {
        Set<String> seen = new HashSet<>();
        List<CrawlRows.Found> found = new ArrayList<>();
        for (Reckoned page : pages) {
            // A page that says what another one says ends its list: most go on for ever behind their last page.
            boolean goesOn = page.page() instanceof Page.Fetched;
            int depth =
                    page.errand().trail().sitemap() ? 1 : page.errand().trail().depth() + 1;
            List<PageUrl> unknown = known.unknown(crawl.scrape(), page.errand(), page.links());
            if (goesOn) {
                page.next().forEach(next -> add(found, seen, page, next, depth - 1));
            }
            unknown.stream()
                    .filter(link -> goesOn || !page.next().contains(link))
                    .forEach(link -> add(found, seen, page, link, depth));
        }
        boolean allAreIn = CrawlRows.grow(connection, crawl, found).left() > 0 || found.isEmpty();
        List<Runnable> committed = new ArrayList<>();
        pages.stream()
                .filter(page -> allAreIn && page.page() instanceof Page.Fetched)
                .forEach(page -> committed.add(() -> known.add(crawl.scrape(), page.errand(), page.links())));
        return committed;
    }

    private static void add(List<CrawlRows.Found> found, Set<String> seen, Reckoned page, PageUrl link, int depth) {
        if (seen.add(Canonical.of(link) + " " + page.errand().selectors().hashCode())) {
            found.add(new CrawlRows.Found(page.errand(), link, depth));
        }
    }
}
