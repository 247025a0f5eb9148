package dev.heir.integration.call;

/** Where an answer comes from. */
public enum Source {
    LIVE,
    ALTERNATIVE_ENDPOINT,
    FALLBACK_PROVIDER,
    CACHED,
    STALE,
    DEGRADED,
    DEFERRED,
    SKIPPED
}
