package dev.heir.integration.quota;

import io.quarkus.runtime.Shutdown;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Gives back what a process that lives on does not use, and everything when it ends. */
@Singleton
final class QuotaTicker {

    private final Quota quota;

    QuotaTicker(Quota quota) {
        this.quota = quota;
    }

    @Scheduled(
            every = "${integration.quota.settle-idle-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        quota.settleIdle();
    }

    @Shutdown
    void end() {
        quota.release();
    }
}
