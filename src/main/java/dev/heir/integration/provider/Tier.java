package dev.heir.integration.provider;

/** How much a call matters to its caller. */
public enum Tier {
    CRITICAL,
    IMPORTANT,
    NICE_TO_HAVE
}
