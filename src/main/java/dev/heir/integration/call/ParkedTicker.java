package dev.heir.integration.call;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Finishes parked calls in a process that lives on; on Lambda the sweep does it. */
@Singleton
final class ParkedTicker {

    private final ParkedFinisher finisher;
    private final CallConfig config;

    ParkedTicker(ParkedFinisher finisher, CallConfig config) {
        this.finisher = finisher;
        this.config = config;
    }

    /** A process that lives on has time for the longest call there is. */
    @Scheduled(
            every = "${integration.call.finish-parked-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        var _ = finisher.finishDue(config.deadline().longest());
    }
}
