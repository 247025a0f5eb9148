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
    SKIPPED;

    /** Whether it is an answer of our own: no provider did anything for it. */
    boolean isOurOwn() {
        return this == DEGRADED || this == SKIPPED;
    }
}
