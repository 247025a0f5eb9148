package dev.heir.integration.scrape;

/**
 * How a crawl came to a page.
 *
 * @param root the page it began with
 * @param depth links from there
 */
public record Trail(PageUrl root, int depth) {}
