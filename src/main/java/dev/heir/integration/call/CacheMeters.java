package dev.heir.integration.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** How often the cache answered, and what it kept, as meters. */
@Singleton
final class CacheMeters {

    private final Counter fresh;
    private final Counter stale;
    private final Counter collapsed;
    private final Counter missed;
    private final Counter confirmed;
    private final Counter stored;

    CacheMeters(MeterRegistry meters) {
        this.fresh = answers(meters, "hit");
        this.stale = answers(meters, "stale");
        this.collapsed = answers(meters, "collapsed");
        this.missed = answers(meters, "miss");
        this.confirmed = answers(meters, "confirmed");
        this.stored = Counter.builder("integration.cache.stores")
                .description("answers that were kept, or kept anew")
                .register(meters);
    }

    private static Counter answers(MeterRegistry meters, String outcome) {
        return Counter.builder("integration.cache.answers")
                .tag("outcome", outcome)
                .description("cacheable requests by how the cache handled them")
                .register(meters);
    }

    void given(boolean isFresh, boolean together) {
        (together ? collapsed : isFresh ? fresh : stale).increment();
    }

    void missed() {
        missed.increment();
    }

    void confirmed() {
        confirmed.increment();
    }

    void stored() {
        stored.increment();
    }
}
