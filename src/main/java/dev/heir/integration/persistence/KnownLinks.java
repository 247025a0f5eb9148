package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Canonical;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Selector;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Addresses that this instance knows its crawls to have: most links of a page have been seen on another one, and what a
 * crawl has once it has for good. Forgetting costs a question to PostgreSQL, nothing else.
 */
final class KnownLinks {

    /** Of all crawls together: some 30 MB. */
    private static final int MOST = 200_000;

    private final Map<Crawl, Set<String>> crawls = new LinkedHashMap<>(16, 0.75f, true);
    private int all;

    /** The same address with other selectors is another page. */
    private record Crawl(UUID scrape, Map<String, Selector> selectors) {}

    synchronized List<PageUrl> unknown(UUID scrape, Errand errand, List<PageUrl> links) {
        Set<String> known = crawls.getOrDefault(new Crawl(scrape, errand.selectors()), Set.of());
        return links.stream()
                .filter(link -> !known.contains(Canonical.of(link)))
                .toList();
    }

    /** To be called when they are committed, not before. */
    synchronized void add(UUID scrape, Errand errand, List<PageUrl> links) {
        Set<String> known = crawls.computeIfAbsent(new Crawl(scrape, errand.selectors()), crawl -> new HashSet<>());
        links.forEach(link -> all += known.add(Canonical.of(link)) ? 1 : 0);
        while (all > MOST) {
            Crawl eldest = crawls.keySet().iterator().next();
            all -= crawls.remove(eldest).size();
        }
    }
}
