package dev.heir.integration.provider;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** At most {@code requests} weighted units in each window {@code per}; with a zone the window is a calendar one there. */
public record Limit(long requests, Duration per, Optional<ZoneId> zone) {

    public Limit {
        if (requests < 1) {
            throw new IllegalArgumentException("requests must be at least 1, was " + requests);
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("per must be positive, was " + per);
        }
    }
}
