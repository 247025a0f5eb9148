package dev.heir.integration.scrape.monitor;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a field said at a time.
 *
 * @param amount its number; empty where the text has none
 */
public record Point(
        String competitor, String url, String field, Instant at, String text, Optional<BigDecimal> amount) {}
