package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call's whole story as the ledger has it.
 *
 * @param state of a deferred call: WAITING or UNDER_WAY; FINISHED of every other
 * @param due when a waiting call is sent at the earliest
 * @param replayOf the call that it repeats
 * @param units what was used of the provider, as its limits and prices count it
 * @param answer what the provider answered to a call that had been deferred
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedDocument(
        String id,
        String section,
        String state,
        @Nullable Instant due,
        @Nullable String replayOf,
        String project,
        String provider,
        String operation,
        String tier,
        Instant receivedAt,
        long tookMillis,
        @Nullable String source,
        int status,
        @Nullable String symptom,
        @Nullable String fault,
        boolean ambiguous,
        long ageSeconds,
        @Nullable String cost,
        @Nullable Map<String, Long> units,
        @Nullable List<ChargeDocument> charges,
        @Nullable String detail,
        List<AttemptDocument> attempts,
        List<AnswerDocument.StrikeDocument> strikes,
        @Nullable Finished answer) {

    static RecordedDocument of(Ledger.Recorded recorded) {
        CallRecord call = recorded.call();
        return new RecordedDocument(
                recorded.id().toString(),
                DprId.section(recorded.id().operation()),
                state(recorded),
                recorded.waiting().map(Ledger.Waiting::due).orElse(null),
                call.asked().replayOf().orElse(null),
                call.project(),
                call.provider(),
                call.operation(),
                call.tier().name(),
                call.receivedAt(),
                call.took().toMillis(),
                call.source().map(Enum::name).orElse(null),
                call.status(),
                call.symptom().map(Enum::name).orElse(null),
                call.fault().map(Enum::name).orElse(null),
                call.ambiguous(),
                call.age().toSeconds(),
                call.total().map(Object::toString).orElse(null),
                call.use().units().isEmpty() ? null : new TreeMap<>(call.use().units()),
                call.use().others().isEmpty() ? null : ChargeDocument.all(call),
                call.detail().isEmpty() ? null : call.detail(),
                call.attempts().stream().map(AttemptDocument::of).toList(),
                call.strikes().stream().map(AnswerDocument.StrikeDocument::of).toList(),
                recorded.answer().map(Finished::of).orElse(null));
    }

    private static String state(Ledger.Recorded recorded) {
        return recorded.waiting()
                .map(waiting -> waiting.underWay() ? "UNDER_WAY" : "WAITING")
                .orElseGet(
                        () -> recorded.call().source().equals(Optional.of(Source.DEFERRED)) ? "WAITING" : "FINISHED");
    }

    /** What one of several providers bills. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChargeDocument(String provider, @Nullable String cost, Map<String, Long> units) {

        /** The own provider first, if it bills anything. */
        static List<ChargeDocument> all(CallRecord call) {
            List<ChargeDocument> charges = new ArrayList<>();
            if (!call.use().units().isEmpty()) {
                charges.add(of(call.provider(), call.cost(), call.use().units()));
            }
            call.use().others().forEach(other -> charges.add(of(other.provider(), other.cost(), other.units())));
            return charges;
        }

        private static ChargeDocument of(String provider, Optional<Money> cost, Map<String, Long> units) {
            return new ChargeDocument(provider, cost.map(Object::toString).orElse(null), new TreeMap<>(units));
        }
    }

    /** One request that was sent, or could not be. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptDocument(
            int number,
            String provider,
            String target,
            @Nullable String credential,
            Instant startedAt,
            long tookMillis,
            int status,
            @Nullable String symptom,
            boolean retry,
            String detail) {

        static AttemptDocument of(CallRecord.Attempt attempt) {
            return new AttemptDocument(
                    attempt.number(),
                    attempt.provider(),
                    attempt.target(),
                    attempt.credential().orElse(null),
                    attempt.startedAt(),
                    attempt.took().toMillis(),
                    attempt.status(),
                    attempt.symptom().map(Enum::name).orElse(null),
                    attempt.retry(),
                    attempt.detail());
        }
    }

    /** The content that came later. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Finished(
            int status,
            Map<String, List<String>> headers,
            @JsonRawValue @Nullable String body,
            @Nullable String bodyBase64) {

        static Finished of(Ledger.Content content) {
            AnswerDocument.BodyText text = AnswerDocument.BodyText.of(content.headers(), content.body());
            return new Finished(content.status(), content.headers(), text.json(), text.base64());
        }
    }
}
