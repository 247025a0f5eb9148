package dev.heir.integration.provider;

import java.time.Duration;

/** The safe operation that the sweep calls to see whether a provider is well, at most once in {@code every}. */
public record Probe(String operation, Duration every) {}
