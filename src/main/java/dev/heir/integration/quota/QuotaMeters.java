package dev.heir.integration.quota;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** The limiter's decisions as meters; how much of each limit is used, the whole fleet's, is in {@code /v1/quotas}. */
@Singleton
final class QuotaMeters {

    private final MeterRegistry meters;
    private final Quota quota;

    QuotaMeters(MeterRegistry meters, Quota quota) {
        this.meters = meters;
        this.quota = quota;
    }

    @Startup
    void register() {
        FunctionCounter.builder("integration.quota.decisions", quota, Quota::admitted)
                .tag("outcome", "admitted")
                .description("requests that passed all their limits and budgets")
                .register(meters);
        FunctionCounter.builder("integration.quota.decisions", quota, Quota::refused)
                .tag("outcome", "refused")
                .description("requests that a limit or a budget refused")
                .register(meters);
    }
}
