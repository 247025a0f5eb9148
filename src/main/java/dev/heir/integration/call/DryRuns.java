package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells what a call would do without doing any of it: no request, no token, no unit of a limit, no probe, no ledger row. */
@Singleton
public final class DryRuns {

    private static final String NOT_SHOWN = "[not shown]";

    private final Calls calls;
    private final Means means;
    private final Kept kept;
    private final StrikeOne strikeOne;
    private final Metering metering;

    DryRuns(Calls calls, Means means, Kept kept, StrikeOne strikeOne, Metering metering) {
        this.calls = calls;
        this.means = means;
        this.kept = kept;
        this.strikeOne = strikeOne;
        this.metering = metering;
    }

    /** @throws InvalidInput as the call itself would */
    public DryRun of(Project project, CallRequest request) {
        PlannedCall call = calls.plan(project, request);
        Provider provider = call.provider();
        Instant now = means.clock().instant();
        Optional<String> credential = provider.credentials().stream().findFirst();
        var endpoints = new Endpoints(means, new Journey(call), provider, credential);
        Optional<Signature> outline = credential.flatMap(means.credentials()::outline);
        Optional<String> endpoint = endpoints.first(now);
        StrikeOne.Policy policy = strikeOne.policy(call.tier());
        return new DryRun(
                provider.id(),
                call.operation().name(),
                call.operation().method(),
                url(call, endpoint.orElse(endpoints.primary()), outline),
                headers(call, outline),
                masked(call.body()),
                endpoint,
                others(provider, endpoint),
                provider.fallback().map(other -> other.provider()),
                credential,
                call.operation().safe(),
                call.isKeyed() ? call.idempotencyKey() : Optional.empty(),
                quota(call),
                metering.quote(call),
                call.tier(),
                Duration.between(call.receivedAt(), call.deadline()),
                policy.retries() + 1,
                policy.backoff().bound(1),
                policy.backoff().cap(),
                obstacle(call, credential, outline, endpoints, now),
                kept.fresh(call).map(answer -> answer.age(now)));
    }

    private Optional<String> obstacle(
            PlannedCall call,
            Optional<String> credential,
            Optional<Signature> outline,
            Endpoints endpoints,
            Instant now) {
        if (credential.isPresent() && outline.isEmpty()) {
            return Optional.of("credential '" + credential.get() + "' is not registered");
        }
        var admission = new Admission(means, new Journey(call), call, credential, endpoints);
        URI target = call.at(URI.create(endpoints.first(now).orElse(endpoints.primary())));
        return outline.flatMap(
                        signature -> signature.refusal(target, call.provider().internal(), means.clock()))
                .or(() -> admission.refusal(now).or(admission::foreseen).map(Failure::detail));
    }

    /** As it is signed: a secret's place is shown, and nothing else of it. */
    private String url(PlannedCall call, String target, Optional<Signature> outline) {
        String[] parts = call.at(URI.create(target)).toString().split("\\?", 2);
        String query = parts.length < 2
                ? ""
                : outline.map(signature -> signature.clearedOfOurs(parts[1])).orElse(parts[1]);
        StringBuilder url =
                new StringBuilder(means.redaction().mask(query.isEmpty() ? parts[0] : parts[0] + "?" + query));
        outline.ifPresent(signature -> new TreeMap<>(signature.query())
                .forEach((name, shown) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                        .append(UrlTemplate.query(Map.of(name, "")))
                        .append(shown)));
        return url.toString();
    }

    /** Those of the caller that may hold a secret by their names only; the idempotency key has to be compared. */
    private Map<String, String> headers(PlannedCall call, Optional<Signature> outline) {
        List<String> personal = Personal.in(call.headers());
        Optional<String> keyHeader = call.operation().idempotencyHeader().map(name -> name.toLowerCase(Locale.ROOT));
        Map<String, String> shown = new TreeMap<>();
        call.headers().forEach((name, value) -> {
            boolean hidden = personal.contains(name) && !keyHeader.equals(Optional.of(name));
            shown.put(name, hidden ? NOT_SHOWN : means.redaction().mask(value));
        });
        outline.ifPresent(signature ->
                signature.headers().forEach((name, value) -> shown.put(name.toLowerCase(Locale.ROOT), value)));
        return shown;
    }

    private Body masked(Body body) {
        String text = body.text();
        String masked = means.redaction().mask(text);
        return masked.equals(text) ? body : Body.of(masked);
    }

    private static List<String> others(Provider provider, Optional<String> endpoint) {
        return provider.alternatives().stream()
                .map(URI::toString)
                .filter(url -> !endpoint.equals(Optional.of(url)))
                .toList();
    }

    private static List<DryRun.Taking> quota(PlannedCall call) {
        return Stream.concat(call.provider().limits().stream(), call.operation().limits().stream())
                .map(limit -> new DryRun.Taking(limit, call.operation().costs().getOrDefault(limit.unit(), 0L)))
                .filter(taking -> taking.units() > 0)
                .toList();
    }
}
