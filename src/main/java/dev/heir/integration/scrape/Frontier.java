package dev.heir.integration.scrape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which links of a page its crawl follows. */
public final class Frontier {

    /** So often may a part of a path follow itself: what repeats for longer is a trap of relative links. */
    private static final int MOST_REPEATS = 2;

    private Frontier() {}

    /** Each page once, in the order of the links; none when the page was not read or its crawl goes no deeper. */
    public static List<PageUrl> of(Errand errand, Page end) {
        Optional<Bounds> crawl = errand.order().crawl();
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
