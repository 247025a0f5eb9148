package dev.heir.integration.call;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Finishes parked calls in a process that lives on; on Lambda the sweep does it. */
@Singleton
final class ParkedTicker {

    private final ParkedHands hands;

    ParkedTicker(ParkedHands hands) {
        this.hands = hands;
    }

    @Scheduled(
            every = "${integration.call.finish-parked-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        hands.ring();
    }
}
