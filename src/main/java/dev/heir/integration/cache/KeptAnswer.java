package dev.heir.integration.cache;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A successful answer as the provider gave it.
 *
 * @param headers by lower-case name
 * @param storedAt by the clock of the instance that received it
 * @param fresh how long after {@code storedAt} it may be given instead of a call
 */
public record KeptAnswer(int status, Map<String, List<String>> headers, Body body, Instant storedAt, Duration fresh) {

    public Duration age(Instant now) {
        Duration age = Duration.between(storedAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    public boolean isFresh(Instant now) {
        return age(now).compareTo(fresh) < 0;
    }
}
