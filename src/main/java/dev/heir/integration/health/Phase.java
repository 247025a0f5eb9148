package dev.heir.integration.health;

/** What is being done with a provider (ORBT). */
public enum Phase {
    OPERATE,
    /** Something is broken, or a person has an open case. */
    REPAIR,
    /** Still being set up: it never answered well. */
    BUILD,
    /** An incident was resolved and its lesson is being recorded. */
    TRAIN
}
