package dev.heir.integration.outbound;

import dev.heir.integration.call.Aside;
import dev.heir.integration.call.Pause;
import dev.heir.integration.quota.Ticker;
import dev.heir.integration.quota.Waiting;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Time and chance as the machine gives them; everyone else is handed them. */
public final class SystemClock {

    private static final Logger LOG = Logger.getLogger(SystemClock.class);

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

    @Produces
    @Singleton
    Ticker ticker() {
        return System::nanoTime;
    }

    @Produces
    @Singleton
    Waiting waiting() {
        return new Waiting() {
            @Override
            public void during(Duration time) {
                if (time.isPositive()) {
                    sleep(time);
                }
            }

            @Override
            public void aside(Runnable work) {
                Thread.ofVirtual().name("quota-ahead").start(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException failure) {
                        LOG.warnf("units could not be leased ahead of need: %s", failure.getMessage());
                    }
                });
            }
        };
    }

    @Produces
    @Singleton
    Aside aside() {
        return work -> Thread.ofVirtual().name("aside").start(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                LOG.warnf("what nobody waited for failed: %s", failure.getMessage());
            }
        });
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
