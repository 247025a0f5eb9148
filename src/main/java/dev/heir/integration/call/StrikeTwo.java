package dev.heir.integration.call;

import dev.heir.integration.cache.CacheStatus;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Fallback;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Plan;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Ladder;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The alternatives, in the ladder's order, until one of them answers. */
@Singleton
final class StrikeTwo {

    private final Means means;
    private final StrikeOne strikeOne;
    private final Providers providers;
    private final Kept kept;
    private final Mapped mapped;
    private final JsonBody json;

    StrikeTwo(Means means, StrikeOne strikeOne, Providers providers, Kept kept, Mapped mapped, JsonBody json) {
        this.means = means;
        this.strikeOne = strikeOne;
        this.providers = providers;
        this.kept = kept;
        this.mapped = mapped;
        this.json = json;
    }

    /** @return empty when nothing is left but to ask a person */
    Optional<Ending.Given> take(Journey journey, Symptom symptom) {
        for (Remedy remedy : Ladder.strikeTwo(symptom, journey.call().tier())) {
            Optional<Ending.Given> given =
                    switch (remedy) {
                        case FALLBACK_PROVIDER -> fallback(journey, symptom);
                        case DISTRIBUTED_REQUESTS -> otherCredential(journey, symptom);
                        case USAGE_OPTIMIZATION -> keptAnswer(journey, symptom, remedy, true);
                        case CACHED_RESPONSE, CACHING_STRATEGY -> keptAnswer(journey, symptom, remedy, false);
                        case GRACEFUL_DEGRADATION -> degraded(journey, symptom);
                        case PLAN_UPGRADE -> largerPlan(journey, symptom);
                        case RETRY_WITH_BACKOFF, ALTERNATIVE_ENDPOINT, CREDENTIAL_REFRESH, REQUEST_THROTTLING, QUEUE ->
                            throw new IllegalStateException(remedy + " belongs to strike one");
                    };
            if (given.isPresent()) {
                journey.settle(true);
                return given;
            }
        }
        return Optional.empty();
    }

    private Optional<Ending.Given> fallback(Journey journey, Symptom symptom) {
        PlannedCall call = journey.call();
        if (call.provider().fallback().isEmpty()) {
            return Optional.empty();
        }
        Fallback fallback = call.provider().fallback().get();
        Optional<String> obstacle = obstacle(journey);
        Optional<PlannedCall> asked = obstacle.isPresent() ? Optional.empty() : asked(call, fallback);
        if (asked.isEmpty()) {
            journey.note(
                    2,
                    symptom,
                    Optional.of(Remedy.FALLBACK_PROVIDER),
                    means.clock().instant(),
                    obstacle.orElse(
                            "provider '" + fallback.provider() + "' is not registered, or has no operation mapped to '"
                                    + call.operation().name() + "'"));
            return Optional.empty();
        }
        journey.apply(
                symptom, Remedy.FALLBACK_PROVIDER, means.clock().instant(), "asking '" + fallback.provider() + "'");
        // Someone else's provider gets few retries whatever the tier: the deadline is one, and so is the patience.
        if (!(strikeOne.climb(Tier.NICE_TO_HAVE, Leg.elsewhere(means, journey, asked.get()))
                        instanceof StrikeOne.End.Answered answered)
                || answered.reply().status() >= 400) {
            return Optional.empty();
        }
        Fallback.Mapping mapping = fallback.mapping().get(call.operation().name());
        Optional<Body> body = mapping == null
                ? Optional.of(answered.reply().body())
                : mapped.response(answered.reply().body(), mapping);
        return body.map(ours -> new Ending.Given(
                Source.FALLBACK_PROVIDER,
                answered.reply().status(),
                mapping == null || mapping.response().isEmpty()
                        ? answered.reply().headers()
                        : Map.of("content-type", List.of("application/json")),
                ours,
                Duration.ZERO,
                Optional.of(answered.target()),
                Optional.of(symptom),
                "answered by '" + fallback.provider() + "'"));
    }

    /** Why nobody else must be asked: it would do a second time what may have been done once, or it is too late. */
    private Optional<String> obstacle(Journey journey) {
        if (journey.mustNotBeSentAgain()) {
            return Optional.of("the request may have been carried out already; it would be done twice");
        }
        if (journey.call().body().isSpent()) {
            return Optional.of("the request's body was passed on as it came and was not kept");
        }
        Instant enough = means.clock().instant().plus(means.config().leastAttempt());
        return enough.isAfter(journey.call().deadline())
                ? Optional.of("the deadline leaves no time for it")
                : Optional.empty();
    }

    private Optional<PlannedCall> asked(PlannedCall call, Fallback fallback) {
        Optional<Provider> other = providers.find(fallback.provider());
        if (other.isEmpty()) {
            return Optional.empty();
        }
        Fallback.Mapping mapping = fallback.mapping().get(call.operation().name());
        boolean named = call.request().operation().isPresent();
        if (!named && mapping == null) {
            return unnamed(call, other.get());
        }
        Operation operation =
                other.get().operations().get(mapping == null ? call.operation().name() : mapping.operation());
        if (operation == null || operation.safe() != call.operation().safe()) {
            return Optional.empty();
        }
        Map<String, String> given = named
                ? call.request().params()
                : OperationMatch.params(call.operation().path(), call.pathAndQuery());
        Map<String, String> params = mapping == null ? given : Mapped.params(given, mapping);
        List<String> missing = new ArrayList<>();
        String pathAndQuery = UrlTemplate.expand(operation.path(), params, missing);
        if (!missing.isEmpty()) {
            return Optional.empty();
        }
        boolean passedOn = call.asIs() && mapping != null && mapping.response().isEmpty();
        return Optional.of(
                call.as(other.get(), operation, pathAndQuery, headers(call, operation), call.body(), passedOn));
    }

    /** Without a mapping the fallback is asked just what was asked: nothing of it may get lost on the way. */
    private static Optional<PlannedCall> unnamed(PlannedCall call, Provider other) {
        Operation operation = OperationMatch.find(
                        other.operations().values(), call.operation().method(), call.pathAndQuery())
                .orElseGet(() -> call.operation().at(other));
        return operation.safe() == call.operation().safe()
                ? Optional.of(call.as(
                        other, operation, call.pathAndQuery(), headers(call, operation), call.body(), call.asIs()))
                : Optional.empty();
    }

    private static Map<String, String> headers(PlannedCall call, Operation operation) {
        Map<String, String> headers = Personal.removedFrom(call.headers());
        call.operation().idempotencyHeader().ifPresent(ours -> headers.remove(ours.toLowerCase(Locale.ROOT)));
        operation
                .idempotencyHeader()
                .ifPresent(theirs -> headers.put(
                        theirs.toLowerCase(Locale.ROOT), call.idempotencyKey().orElseGet(call.id()::toString)));
        return headers;
    }

    private Optional<Ending.Given> otherCredential(Journey journey, Symptom symptom) {
        PlannedCall call = journey.call();
        List<String> others = call.provider().credentials().stream().skip(1).toList();
        for (String other : others) {
            Instant now = means.clock().instant();
            // Asked before each: what the one before sent may have been carried out, though nobody heard of it.
            Optional<String> obstacle = obstacle(journey);
            if (obstacle.isPresent()) {
                journey.note(2, symptom, Optional.of(Remedy.DISTRIBUTED_REQUESTS), now, obstacle.get());
                return Optional.empty();
            }
            boolean throttled = means.fleet()
                    .view(call.provider().id(), call.provider().baseUrl().toString(), Optional.of(other))
                    .throttledUntil()
                    .filter(until -> until.isAfter(now))
                    .isPresent();
            if (throttled) {
                journey.note(
                        2,
                        symptom,
                        Optional.of(Remedy.DISTRIBUTED_REQUESTS),
                        now,
                        "credential '" + other + "' is throttled as well");
                continue;
            }
            journey.apply(symptom, Remedy.DISTRIBUTED_REQUESTS, now, "signing with credential '" + other + "'");
            if (strikeOne.climb(Tier.NICE_TO_HAVE, Leg.as(means, journey, other))
                    instanceof StrikeOne.End.Answered answered) {
                return Optional.of(new Ending.Given(
                        answered.alternative() ? Source.ALTERNATIVE_ENDPOINT : Source.LIVE,
                        answered.reply().status(),
                        answered.reply().headers(),
                        answered.reply().body(),
                        Duration.ZERO,
                        Optional.of(answered.target()),
                        Optional.of(symptom),
                        "signed with credential '" + other + "'"));
            }
        }
        return Optional.empty();
    }

    private Optional<Ending.Given> keptAnswer(Journey journey, Symptom symptom, Remedy remedy, boolean freshOnly) {
        Instant now = means.clock().instant();
        Optional<KeptAnswer> found = kept.standIn(journey.call()).filter(answer -> !freshOnly || answer.isFresh(now));
        return found.map(answer -> {
            journey.apply(symptom, remedy, now, "kept " + answer.age(now).toSeconds() + " s ago");
            return given(journey.call(), answer, now, Optional.of(symptom));
        });
    }

    /** A kept answer as an ending, with its age told. */
    static Ending.Given given(PlannedCall call, KeptAnswer answer, Instant now, Optional<Symptom> symptom) {
        Condition.Given given = Condition.of(Places.asked(call), answer);
        return new Ending.Given(
                answer.isFresh(now) ? Source.CACHED : Source.STALE,
                given.status(),
                CacheStatus.stale(given.headers(), answer, now),
                given.body(),
                answer.age(now),
                Optional.empty(),
                symptom,
                "kept at " + answer.heardAt());
    }

    private Optional<Ending.Given> degraded(Journey journey, Symptom symptom) {
        PlannedCall call = journey.call();
        // For an unsafe operation only what was declared for it: a general body would feign an effect.
        Optional<Object> declared = call.operation().safe()
                ? call.provider().degraded().bodyFor(call.operation().name())
                : Optional.ofNullable(call.provider()
                                .degraded()
                                .byOperation()
                                .get(call.operation().name()))
                        .filter(body -> !journey.mustNotBeSentAgain());
        return declared.map(body -> {
            journey.apply(symptom, Remedy.GRACEFUL_DEGRADATION, means.clock().instant(), "the body its owner declared");
            return new Ending.Given(
                    Source.DEGRADED,
                    200,
                    Map.of("content-type", List.of("application/json")),
                    json.write(body),
                    Duration.ZERO,
                    Optional.empty(),
                    Optional.of(symptom),
                    "declared by the provider's document");
        });
    }

    private Optional<Ending.Given> largerPlan(Journey journey, Symptom symptom) {
        for (Plan plan : journey.call().provider().plans()) {
            journey.note(
                    2, symptom, Optional.of(Remedy.PLAN_UPGRADE), means.clock().instant(), recommendation(plan));
        }
        return Optional.empty();
    }

    static String recommendation(Plan plan) {
        return "plan '" + plan.name() + "' costs " + plan.monthly() + " a month and allows "
                + plan.limits().stream().map(Limit::toString).toList() + "; a person decides";
    }
}
