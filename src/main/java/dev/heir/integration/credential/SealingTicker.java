package dev.heir.integration.credential;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Goes on with a change of keys where no schedule calls a function: on the laptop, or on a server of one's own. */
@Singleton
public class SealingTicker {

    private final SealingKeys keys;

    SealingTicker(SealingKeys keys) {
        this.keys = keys;
    }

    @Scheduled(
            every = "{integration.credential.renew-every}",
            delayed = "20s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        keys.tend();
    }
}
