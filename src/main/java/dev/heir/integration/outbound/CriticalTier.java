package dev.heir.integration.outbound;

import dev.heir.integration.call.StrikeOne;
import dev.heir.integration.strike.Backoff;
import io.smallrye.faulttolerance.api.BeforeRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * {@code CRITICAL}: up to four retries, exponential backoff with jitter, then strike two.
 *
 * <p>The annotations say how many retries there are and which failure is retried; {@code delay} is 0 because the wait
 * is served before the retry by {@link Wait}: only there are the provider's own words and the call's deadline known.
 */
@ApplicationScoped
class CriticalTier {

    /** Doubling from 200 ms spreads the callers of a recovering provider; the cap keeps four retries within a person's patience. */
    static final Backoff BACKOFF = Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(5));

    static final int RETRIES = 4;

    @Retry(
            maxRetries = RETRIES,
            delay = 0,
            jitter = 0,
            maxDuration = 15,
            durationUnit = ChronoUnit.MINUTES,
            retryOn = StrikeOne.Again.class)
    @BeforeRetry(Wait.class)
    @Fallback(fallbackMethod = "spent", applyOn = StrikeOne.Again.class)
    StrikeOne.End climb(StrikeOne.Attempts attempts) {
        return attempts.once(BACKOFF);
    }

    StrikeOne.End spent(StrikeOne.Attempts attempts) {
        return attempts.spent();
    }
}
