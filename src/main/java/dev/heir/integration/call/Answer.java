package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import dev.heir.integration.quota.Remaining;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the caller gets.
 *
 * @param status the provider's HTTP status; 202 for a deferred call, 204 for a skipped one
 * @param headers by lower-case name, as the provider sent them
 * @param body the provider's bytes
 * @param endpoint the base URL that answered; empty when none did
 * @param remaining of the tightest limit of the provider, when it was asked for this
 * @param due when a deferred call is sent at the earliest, or a skipped one may be asked again
 */
public record Answer(
        DprId id,
        Source source,
        int status,
        Map<String, List<String>> headers,
        Body body,
        Duration age,
        Optional<Money> cost,
        List<CallRecord.Strike> strikes,
        Optional<String> endpoint,
        Duration took,
        String detail,
        Optional<Remaining> remaining,
        Optional<Instant> due) {

    /** Of a call that is finished. */
    public Answer(
            DprId id,
            Source source,
            int status,
            Map<String, List<String>> headers,
            Body body,
            Duration age,
            Optional<Money> cost,
            List<CallRecord.Strike> strikes,
            Optional<String> endpoint,
            Duration took,
            String detail,
            Optional<Remaining> remaining) {
        this(
                id,
                source,
                status,
                headers,
                body,
                age,
                cost,
                strikes,
                endpoint,
                took,
                detail,
                remaining,
                Optional.empty());
    }

    /** The same with another body. */
    Answer with(Body other) {
        return new Answer(
                id, source, status, headers, other, age, cost, strikes, endpoint, took, detail, remaining, due);
    }
}
