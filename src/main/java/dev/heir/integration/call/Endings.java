package dev.heir.integration.call;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Wakes those who wait for a parked call that this instance finishes. */
@Singleton
final class Endings {

    private final ConcurrentHashMap<UUID, CountDownLatch> awaited = new ConcurrentHashMap<>();

    /** Who looks whether the call has ended after this, and before it waits, misses nothing. */
    CountDownLatch expect(UUID call) {
        return awaited.computeIfAbsent(call, _ -> new CountDownLatch(1));
    }

    void forget(UUID call) {
        awaited.remove(call);
    }

    void tell(UUID call) {
        CountDownLatch latch = awaited.remove(call);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Until it is told, or for this long. @return false when whoever waits is to stop */
    static boolean await(CountDownLatch ending, Duration atMost) {
        try {
            var _ = ending.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
