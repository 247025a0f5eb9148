package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.UUID;

/**
 * A page of which somebody is to be told.
 *
 * @param host whose page it is, so that who gets several knows which go together
 * @param delay until it is due
 */
public record Wake(UUID page, String host, Duration delay) {}
