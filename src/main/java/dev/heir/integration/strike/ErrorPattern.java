package dev.heir.integration.strike;

/** A family of symptoms that are remedied and escalated alike. */
public enum ErrorPattern {
    API_FAILURE,
    RATE_LIMITING,
    DATA_QUALITY
}
