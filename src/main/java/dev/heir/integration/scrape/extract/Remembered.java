package dev.heir.integration.scrape.extract;

import java.util.Optional;

/**
 * A field as a page last showed it.
 *
 * @param place where it stood; empty when no selector found it
 */
public record Remembered(Value value, Optional<Fingerprint> place) {}
