package dev.heir.integration.outbound;

import dev.heir.integration.call.Pause;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Time and chance as the machine gives them; everyone else is handed them. */
public final class SystemClock {

    /** For what runs before there are beans, such as a source of configuration. */
    public static Clock utc() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Clock clock() {
        return utc();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    /** Calls run on virtual threads: a waiting one costs memory only. */
    @Produces
    @Singleton
    Pause pause() {
        return SystemClock::sleep;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a provider", stopped);
        }
    }
}
