package dev.heir.integration.scrape;

import dev.heir.integration.health.Sweep;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Deletes a little of what has been kept for long enough whenever the sweep comes by, which has other things to do. */
@Singleton
public class RetentionRhythm {

    private static final Logger LOG = Logger.getLogger(RetentionRhythm.class);

    private static final Duration MOST = Duration.ofSeconds(3);

    private final Retention retention;
    private final ScrapeConfig config;
    private final Clock clock;

    RetentionRhythm(Retention retention, ScrapeConfig config, Clock clock) {
        this.retention = retention;
        this.config = config;
        this.clock = clock;
    }

    void swept(@Observes Sweep sweep) {
        Instant until = clock.instant().plus(MOST);
        try {
            boolean more = true;
            while (more && clock.instant().isBefore(until)) {
                more = retention.forget(config.keep());
            }
        } catch (RuntimeException trouble) {
            // It waits for the next sweep, which judged nothing the worse for it.
            LOG.errorf(trouble, "what has been kept for long enough could not be deleted");
        }
    }
}
