package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is passed on as it is.
 *
 * @param pathAndQuery below the provider's base URL, encoded as its caller encoded it
 * @param headers by lower-case name, without those that end at our door
 * @param body may be on its way
 * @param tier empty for the project's default
 * @param deadline until the answer's head; empty for the tier's default
 * @param mayWait whether it may wait in line for its quota
 */
public record PassedRequest(
        String provider,
        String method,
        String pathAndQuery,
        Map<String, String> headers,
        Body body,
        Optional<Tier> tier,
        Optional<Duration> deadline,
        boolean mayWait) {

    public PassedRequest {
        headers = Map.copyOf(headers);
    }

    /** The same with other headers. */
    PassedRequest with(Map<String, String> others) {
        return new PassedRequest(provider, method, pathAndQuery, others, body, tier, deadline, mayWait);
    }

    /** As a call that names no operation; it is not parked, because its caller waits for the provider's own answer. */
    CallRequest asCall() {
        return new CallRequest(
                provider,
                Optional.empty(),
                Optional.of(method),
                Optional.of(pathAndQuery),
                Map.of(),
                headers,
                body,
                tier,
                deadline,
                Optional.empty(),
                false,
                mayWait,
                Optional.empty());
    }
}
