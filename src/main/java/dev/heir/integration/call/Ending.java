package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a call ends, before the ledger knows it. */
sealed interface Ending {

    /** @param symptom why it is not a plain live answer, if it is not */
    record Given(
            Source source,
            int status,
            Map<String, List<String>> headers,
            Body body,
            Duration age,
            Optional<String> endpoint,
            Optional<Symptom> symptom,
            String detail)
            implements Ending {}

    /** @param symptom why; empty when nothing was tried, because its caller does not wait */
    record Parked(Optional<Symptom> symptom, Instant notBefore) implements Ending {}

    record Failed(Symptom symptom, Fault fault, String reason) implements Ending {

        /** Whose fault it is, the symptom tells. */
        Failed(Symptom symptom, String reason) {
            this(symptom, Diagnosis.fault(symptom), reason);
        }
    }
}
