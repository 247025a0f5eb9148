package dev.heir.integration.scrape.extract;

import java.util.Optional;

/**
 * A field that a page was expected to show and did not.
 *
 * @param before how it last did; empty for a required field of a page that never did
 * @param found what stands in its place and is nothing of its type
 * @param suggestion where it probably is now, as a selector
 */
public record Missed(Field field, Optional<Remembered> before, Optional<String> found, Optional<String> suggestion) {}
