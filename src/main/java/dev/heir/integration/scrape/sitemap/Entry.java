package dev.heir.integration.scrape.sitemap;

import java.time.Instant;
import java.util.Optional;

/**
 * An address that a sitemap names.
 *
 * @param url as written there
 * @param changed when it last did, by its own account
 */
public record Entry(String url, Optional<Instant> changed) {}
