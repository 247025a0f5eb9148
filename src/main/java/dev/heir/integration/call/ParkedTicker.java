package dev.heir.integration.call;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Finishes parked calls in a process that lives on; on Lambda the sweep does it. */
@Singleton
final class ParkedTicker {

    private static final int AT_A_TIME = 50;

    private final ParkedFinisher finisher;

    ParkedTicker(ParkedFinisher finisher) {
        this.finisher = finisher;
    }

    @Scheduled(
            every = "${integration.call.finish-parked-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        finisher.finishDue(AT_A_TIME);
    }
}
