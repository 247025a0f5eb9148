package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A page that is ours to fetch for as long as its lease lasts.
 *
 * @param lease proves that it is still ours when its outcome is written
 * @param url as it was asked for
 * @param order what its scrape wants of it
 * @param at where redirects have led so far
 * @param hops how many redirects that were
 * @param tries how often it failed, should it fail now
 * @param pauses how often its host asked to be left alone
 * @param lost how many instances in a row were not heard of again after they took it
 * @param trail how its crawl came to it
 */
public record Errand(
        UUID id,
        UUID lease,
        String project,
        PageUrl url,
        Order order,
        PageUrl at,
        int hops,
        int tries,
        int pauses,
        int lost,
        Trail trail) {

    /** One that was asked for itself. */
    public Errand(
            UUID id,
            UUID lease,
            String project,
            PageUrl url,
            Order order,
            PageUrl at,
            int hops,
            int tries,
            int pauses) {
        this(id, lease, project, url, order, at, hops, tries, pauses, 0, new Trail(url, 0));
    }

    /** By what it is fetched; a sitemap is no page, and nobody's to show. */
    Way way() {
        return trail.sitemap() ? Way.by(Rendering.PLAIN) : order.way();
    }

    public Map<String, Selector> selectors() {
        return order.selectors();
    }

    /** The least time that its scrape wants between two requests to a host; zero when it does not say. */
    public Duration crawlDelay() {
        return order.crawlDelay();
    }

    /** From where its links are seen: a page that was asked for may have moved to another host, and its crawl with it. */
    public PageUrl root() {
        return trail.depth() == 0 && !trail.sitemap() ? at : trail.root();
    }

    /** Whether a redirect stays within the crawl; what was asked for itself is followed wherever it leads. */
    boolean mayMoveTo(PageUrl target) {
        if (trail.sitemap()) {
            return target.host().equals(url.host())
                    || target.host().equals(trail.root().host());
        }
        return trail.depth() == 0 || order.crawl().stream().allMatch(bounds -> bounds.hold(trail.root(), target));
    }

    Errand movedTo(PageUrl target) {
        return new Errand(id, lease, project, url, order, target, hops + 1, tries, pauses, lost, trail);
    }

    Errand paused() {
        return new Errand(id, lease, project, url, order, at, hops, tries, pauses + 1, lost, trail);
    }
}
