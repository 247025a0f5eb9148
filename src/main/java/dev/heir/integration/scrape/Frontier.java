package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Extracted;
import dev.heir.integration.scrape.sitemap.Sitemap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which links of a page its crawl follows. */
public final class Frontier {

    /** So often may a part of a path follow itself: what repeats for longer is a trap of relative links. */
    private static final int MOST_REPEATS = 2;

    private Frontier() {}

    /** Each page once, in the order of the links; none when the page was not read or its crawl goes no deeper. */
    public static List<PageUrl> of(Errand errand, Page end) {
        Optional<Bounds> crawl = errand.order().crawl();
        if (crawl.isPresent() && end instanceof Page.Listed listed) {
            return listed(errand, crawl.get(), listed.found());
        }
        if (crawl.isEmpty()
                || !(end instanceof Page.Fetched fetched)
                || errand.trail().depth() >= crawl.get().depth()) {
            return List.of();
        }
        PageUrl root = errand.root();
        Set<String> seen = new HashSet<>(List.of(Canonical.of(errand.url()), Canonical.of(errand.at())));
        List<PageUrl> found = new ArrayList<>();
        for (Link link : fetched.links()) {
            if (!link.follow()) {
                continue;
            }
            PageUrl url = new PageUrl(link.url());
            if (crawl.get().hold(root, url) && !isTrap(url) && seen.add(Canonical.of(url))) {
                found.add(url);
            }
        }
        return found;
    }

    /** Where the page's list goes on, if its crawl follows lists: as deep as the page itself. */
    public static List<PageUrl> next(Errand errand, Page end) {
        Optional<Bounds> crawl = errand.order().crawl().filter(Bounds::pagination);
        return crawl.isPresent() && end instanceof Page.Fetched fetched
                ? fetched
                        .content()
                        .flatMap(Content::extracted)
                        .flatMap(Extracted::nextPage)
                        .flatMap(next -> errand.at().resolve(next.toString()))
                        .filter(next -> crawl.get().hold(errand.root(), next) && !isTrap(next))
                        .stream()
                        .toList()
                : List.of();
    }

    /** What a sitemap names is one link from where its crawl began. */
    private static List<PageUrl> listed(Errand errand, Bounds crawl, Sitemap sitemap) {
        Set<String> seen = new HashSet<>();
        return sitemap.pages().stream()
                .flatMap(entry -> errand.at().resolve(entry.url()).stream())
                .filter(page -> crawl.hold(errand.root(), page) && seen.add(Canonical.of(page)))
                .toList();
    }

    /**
     * Sitemaps to ask when the page that a crawl began with has ended: those that its host's robots.txt names, and the
     * usual place.
     */
    public static List<PageUrl> sitemaps(Errand errand, Page end, Optional<RobotsTxt> robots) {
        boolean begins = errand.trail().depth() == 0 && !errand.trail().sitemap();
        if (!begins
                || errand.order().crawl().filter(Bounds::sitemaps).isEmpty()
                || !(end instanceof Page.Fetched || end instanceof Page.Failed)) {
            return List.of();
        }
        return Stream.concat(robots.stream().flatMap(file -> file.sitemaps().stream()), Stream.of("/sitemap.xml"))
                .flatMap(named -> errand.root().resolve(named).stream())
                .distinct()
                .toList();
    }

    /** The sitemaps that an index names; only on its own host, and not those that are indexes again. */
    public static List<PageUrl> sitemaps(Errand errand, Page.Listed index) {
        return errand.trail().depth() > 0
                ? List.of()
                : index.found().sitemaps().stream()
                        .flatMap(entry -> errand.at().resolve(entry.url()).stream())
                        .filter(sitemap -> sitemap.host().equals(errand.at().host()))
                        .distinct()
                        .toList();
    }

    /** {@code /a/b/a/b/a/b}: a relative link that each page answers, one folder deeper. */
    static boolean isTrap(PageUrl url) {
        String[] parts = url.path().split("/");
        for (int length = 1; length <= parts.length / (MOST_REPEATS + 1); length++) {
            int same = 0;
            for (int i = length; i < parts.length; i++) {
                same = !parts[i].isEmpty() && parts[i].equals(parts[i - length]) ? same + 1 : 0;
                if (same >= length * MOST_REPEATS) {
                    return true;
                }
            }
        }
        return false;
    }
}
