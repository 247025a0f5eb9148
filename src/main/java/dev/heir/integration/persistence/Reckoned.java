package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Ended;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Frontier;
import dev.heir.integration.scrape.Likeness;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A page that has ended, with what can be said of it without looking at others.
 *
 * @param fingerprint of what it says, where its crawl compares pages
 * @param links that its crawl may follow
 * @param next where its list goes on, which is one of them or none
 */
record Reckoned(Errand errand, Page page, OptionalLong fingerprint, List<PageUrl> links, List<PageUrl> next) {

    static Reckoned of(Ended ended) {
        Errand errand = ended.errand();
        Page page = ended.page();
        OptionalLong fingerprint = errand.order().crawl().isPresent() && page instanceof Page.Fetched fetched
                ? fetched.content().map(Likeness::fingerprint).orElse(OptionalLong.empty())
                : OptionalLong.empty();
        return new Reckoned(errand, page, fingerprint, Frontier.of(errand, page), Frontier.next(errand, page));
    }

    boolean isOfCrawl() {
        return errand.order().crawl().isPresent();
    }

    /** What it says, where it is compared with others. */
    Optional<Content> compared() {
        return fingerprint.isPresent() && page instanceof Page.Fetched fetched ? fetched.content() : Optional.empty();
    }

    Reckoned judged(Page as) {
        return new Reckoned(errand, as, fingerprint, links, next);
    }

    /** The sitemaps of crawls, and where their lists go on, are mostly on the pages' own hosts. */
    static Set<String> hosts(List<Reckoned> pages) {
        Set<String> hosts = new HashSet<>();
        pages.stream().filter(Reckoned::isOfCrawl).forEach(page -> {
            hosts.add(page.errand().at().host());
            page.links().forEach(link -> hosts.add(link.host()));
        });
        return hosts;
    }
}
