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
        return throttled(now).or(() -> endpoints.anyPasses(now) ? Optional.empty() : Optional.of(shutOut(now)));
    }

    private Optional<Failure> throttled(Instant now) {
        return endpoints
                .view(endpoints.primary())
                .throttledUntil()
                .filter(until -> until.isAfter(now))
                .map(until -> Failure.held(
                        Symptom.THROTTLING_ACTIVE,
                        endpoints.primary(),
                        Optional.of(until),
                        "the provider asked to be left alone until " + until));
    }

    /** No endpoint lets the call in. Where one asked for quiet, the way in is to wait for its end. */
    Failure shutOut(Instant now) {
        Optional<Endpoints.Quiet> quiet = endpoints.firstQuiet(now);
        return Failure.held(
                Symptom.SERVICE_UNAVAILABLE,
                quiet.map(Endpoints.Quiet::target).orElse(endpoints.primary()),
                quiet.map(Endpoints.Quiet::until).filter(now::isBefore),
                quiet.map(asked -> asked.target() + " asked to be left alone until " + asked.until())
                        .orElse("the circuit of every endpoint is open"));
    }
}
