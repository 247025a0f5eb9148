package dev.heir.integration.call;

import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.Optional;

/** Looks, before anything is sent, whether the provider may be asked at all now. */
final class Admission {

    private final Endpoints endpoints;

    Admission(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Why not, as a failure that the ladder treats like any other; empty when nothing stands in the way. */
    Optional<Failure> refusal(Instant now) {
        return throttled(now);
    }

    private Optional<Failure> throttled(Instant now) {
        return endpoints
                .view(endpoints.primary())
                .throttledUntil()
                .filter(until -> until.isAfter(now))
                .map(until -> Failure.unsent(
                        Symptom.THROTTLING_ACTIVE,
                        endpoints.primary(),
                        Optional.of(until),
                        "the provider asked to be left alone until " + until));
    }
}
