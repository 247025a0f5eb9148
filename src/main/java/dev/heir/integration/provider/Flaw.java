package dev.heir.integration.provider;

/**
 * One thing wrong with what was handed in.
 *
 * @param path where, as people write it: {@code limits[0].per}
 * @param value what stands there, as text; secrets are given as {@code [secret]}
 * @param reason what it should be
 */
public record Flaw(String path, String value, String reason) {}
