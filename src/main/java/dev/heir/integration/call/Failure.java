package dev.heir.integration.call;

import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.Optional;

/**
 * What kept an attempt from being answered.
 *
 * @param target the base URL that was asked, or would have been
 * @param retryAt what the provider said, if it did
 * @param mayRepeat whether the request may be sent again after it
 * @param unreachable whether the request did not arrive anywhere
 * @param held whether it did not even leave: we held it back ourselves
 * @param pointless whether another try at the target would end the same way
 */
record Failure(
        Symptom symptom,
        String target,
        Optional<Instant> retryAt,
        boolean mayRepeat,
        boolean unreachable,
        boolean held,
        boolean pointless,
        Fault fault,
        String detail) {

    /** A request that did not leave: nothing speaks against sending it. */
    static Failure held(Symptom symptom, String target, Optional<Instant> retryAt, String detail) {
        return new Failure(symptom, target, retryAt, true, true, true, false, Diagnosis.fault(symptom), detail);
    }
}
