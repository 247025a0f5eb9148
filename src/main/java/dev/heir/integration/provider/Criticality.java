package dev.heir.integration.provider;

/** How much the company depends on a provider: from {@code HIGH} on, an unanswered call is an incident at once. */
public enum Criticality {
    LOW,
    NORMAL,
    HIGH,
    CRITICAL
}
