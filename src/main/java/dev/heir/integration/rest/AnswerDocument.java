package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.heir.integration.call.Answer;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as its caller reads it in JSON.
 *
 * @param body the provider's JSON as it came, or its text as a JSON string
 * @param bodyBase64 the provider's bytes, when they are neither
 * @param link where a deferred call is found once it is finished
 * @param due when it is sent at the earliest; of what was skipped, when it makes sense to ask again
 * @param replayOf the call that it repeats
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record AnswerDocument(
        String id,
        String section,
        Source source,
        int status,
        Map<String, List<String>> headers,
        @JsonRawValue @Nullable String body,
        @Nullable String bodyBase64,
        long ageSeconds,
        @Nullable String cost,
        List<StrikeDocument> strikes,
        @Nullable String endpoint,
        long tookMillis,
        @Nullable String detail,
        @Nullable String link,
        @Nullable Instant due,
        @Nullable String replayOf) {

    /** The same answer, of a replay. */
    AnswerDocument replaying(String recorded) {
        return new AnswerDocument(
                id,
                section,
                source,
                status,
                headers,
                body,
                bodyBase64,
                ageSeconds,
                cost,
                strikes,
                endpoint,
                tookMillis,
                detail,
                link,
                due,
                recorded);
    }

    static AnswerDocument of(Answer answer) {
        BodyText text = BodyText.of(answer.headers(), answer.body());
        return new AnswerDocument(
                answer.id().toString(),
                DprId.section(answer.id().operation()),
                answer.source(),
                answer.status(),
                answer.headers(),
                text.json(),
                text.base64(),
                answer.age().toSeconds(),
                answer.cost().map(Object::toString).orElse(null),
                answer.strikes().stream().map(StrikeDocument::of).toList(),
                answer.endpoint().orElse(null),
                answer.took().toMillis(),
                answer.detail().isEmpty() ? null : answer.detail(),
                answer.source() == Source.DEFERRED ? link(answer) : null,
                answer.due().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
                null);
    }

    /** Where what becomes of it is told. */
    static String link(Answer answer) {
        return "/v1/calls/" + answer.id();
    }

    /** One rung of the ladder. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StrikeDocument(
            int strike, String symptom, @Nullable String remedy, boolean worked, Instant at, String detail) {

        static StrikeDocument of(CallRecord.Strike strike) {
            return new StrikeDocument(
                    strike.number(),
                    strike.symptom().name(),
                    strike.remedy().map(Enum::name).orElse(null),
                    strike.worked(),
                    strike.at(),
                    strike.detail());
        }
    }

    /** A body as it fits into JSON. */
    record BodyText(@Nullable String json, @Nullable String base64) {

        private static final BodyText NONE = new BodyText(null, null);

        static BodyText of(Map<String, List<String>> headers, Body body) {
            if (body.isEmpty()) {
                return NONE;
            }
            String type = headers.getOrDefault("content-type", List.of("")).getFirst();
            return JsonText.embed(type, body)
                    .map(json -> new BodyText(json, null))
                    .orElseGet(() -> new BodyText(null, Base64.getEncoder().encodeToString(body.bytes())));
        }
    }
}
