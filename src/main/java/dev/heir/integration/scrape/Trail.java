package dev.heir.integration.scrape;

/**
 * How a crawl came to a page.
 *
 * @param root the page it began with
 * @param depth links from there; of a sitemap, 1 when an index named it
 * @param sitemap whether it is no page but names some
 */
public record Trail(PageUrl root, int depth, boolean sitemap) {

    /** Of a page. */
    public Trail(PageUrl root, int depth) {
        this(root, depth, false);
    }
}
