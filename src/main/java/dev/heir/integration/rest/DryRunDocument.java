package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.heir.integration.call.DryRun;
import dev.heir.integration.provider.Durations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call would do, as its caller reads it in JSON.
 *
 * @param obstacle why it would not be sent just now
 * @param keptForSeconds age of the kept answer that would be given instead
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DryRunDocument(
        boolean dryRun,
        String provider,
        String operation,
        RequestDocument request,
        @Nullable String endpoint,
        List<String> alternatives,
        @Nullable String fallback,
        @Nullable String credential,
        boolean safe,
        @Nullable String idempotencyKey,
        List<TakingDocument> quota,
        @Nullable String cost,
        PolicyDocument policy,
        @Nullable String obstacle,
        @Nullable Long keptForSeconds) {

    static DryRunDocument of(DryRun run) {
        return new DryRunDocument(
                true,
                run.provider(),
                run.operation(),
                RequestDocument.of(run),
                run.endpoint().orElse(null),
                run.alternatives(),
                run.fallback().orElse(null),
                run.credential().orElse(null),
                run.safe(),
                run.idempotencyKey().orElse(null),
                run.quota().stream()
                        .map(taking -> new TakingDocument(taking.limit().toString(), taking.units()))
                        .toList(),
                run.cost().map(Object::toString).orElse(null),
                new PolicyDocument(
                        run.tier().name(),
                        Durations.write(run.deadline()),
                        run.attempts(),
                        Durations.write(run.firstWait()),
                        Durations.write(run.longestWait())),
                run.obstacle().orElse(null),
                run.keptFor().map(age -> age.toSeconds()).orElse(null));
    }

    /** The request itself, its secrets masked. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RequestDocument(
            String method,
            String url,
            Map<String, String> headers,
            @JsonRawValue @Nullable String body,
            @Nullable String bodyBase64) {

        private static RequestDocument of(DryRun run) {
            String type = run.headers().getOrDefault("content-type", "");
            AnswerDocument.BodyText text =
                    AnswerDocument.BodyText.of(Map.of("content-type", List.of(type)), run.body());
            return new RequestDocument(run.method(), run.url(), run.headers(), text.json(), text.base64());
        }
    }

    /** What one attempt takes from a limit. */
    @RegisterForReflection
    record TakingDocument(String limit, long units) {}

    /** What the tier allows. */
    @RegisterForReflection
    record PolicyDocument(String tier, String deadline, int attempts, String firstWait, String longestWait) {}
}
