package dev.heir.integration.assign;

/**
 * One thing that must be seen to be true.
 *
 * @param subject the provider or the page's address it is about
 */
public record Criterion(Check check, String subject) {}
