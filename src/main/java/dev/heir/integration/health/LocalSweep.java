package dev.heir.integration.health;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Sweeps where no schedule calls the function: on the laptop, or on a server of one's own. */
@Singleton
public class LocalSweep {

    private final Sweeps sweeps;

    LocalSweep(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    /** A sweep that is still running is not joined by another. */
    @Scheduled(
            every = "{integration.health.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        sweeps.sweep();
    }
}
