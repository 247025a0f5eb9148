package dev.heir.integration.scrape;

import java.net.URI;

/**
 * A link on a page.
 *
 * @param follow whether neither the page nor the link asks robots not to follow it
 */
public record Link(URI url, String text, boolean follow) {}
