package dev.heir.integration.strike;

/** Whose fault a failure is. */
public enum Fault {
    PROVIDER,
    CALLER,
    ORCHESTRATOR
}
