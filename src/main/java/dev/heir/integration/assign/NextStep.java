package dev.heir.integration.assign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to do, and the request that does it.
 *
 * @param what in one sentence
 * @param path below the address of this orchestrator
 * @param body as JSON; empty for a request without one. Values in angle brackets are for a person to fill in
 */
public record NextStep(String what, String method, String path, Map<String, Object> body) {

    public NextStep {
        // Not Map.copyOf: a document is read in the order it was written.
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }
}
