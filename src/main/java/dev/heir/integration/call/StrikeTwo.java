package dev.heir.integration.call;

import dev.heir.integration.cache.CacheStatus;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.call.Mapped.Fit;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Fallback;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Plan;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Ladder;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The alternatives, in the ladder's order, until one of them answers. */
@Singleton
final class StrikeTwo {

    /** Nothing else than the provider's own connection can take a WebSocket's place. */
    private static final Set<Remedy> OPENS_SOCKETS = Set.of(Remedy.DISTRIBUTED_REQUESTS, Remedy.PLAN_UPGRADE);

    private final Means means;
    private final StrikeOne strikeOne;
    private final Elsewhere elsewhere;
    private final Kept kept;
    private final Mapped mapped;
    private final JsonBody json;

    StrikeTwo(Means means, StrikeOne strikeOne, Providers providers, Kept kept, Mapped mapped, JsonBody json) {
        this.means = means;
        this.strikeOne = strikeOne;
        this.elsewhere = new Elsewhere(providers, mapped);
        this.kept = kept;
        this.mapped = mapped;
        this.json = json;
    }

    /** @return empty when nothing is left but to ask a person */
    Optional<Ending.Given> take(Journey journey, Symptom symptom) {
        for (Remedy remedy : Ladder.strikeTwo(symptom, journey.call().tier())) {
            if (journey.call().opensSocket() && !OPENS_SOCKETS.contains(remedy)) {
                continue;
            }
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
        Fit<PlannedCall> fit =
                obstacle.<Fit<PlannedCall>>map(Fit.Bad::new).orElseGet(() -> elsewhere.asked(call, fallback));
        return switch (fit) {
            case Fit.Bad<PlannedCall>(String reason) -> {
                note(journey, symptom, reason);
                yield Optional.empty();
            }
            case Fit.Good<PlannedCall>(PlannedCall asked) -> fallback(journey, symptom, fallback, asked);
        };
    }

    private Optional<Ending.Given> fallback(Journey journey, Symptom symptom, Fallback fallback, PlannedCall asked) {
        journey.apply(
                symptom, Remedy.FALLBACK_PROVIDER, means.clock().instant(), "asking '" + fallback.provider() + "'");
        // Someone else's provider gets few retries whatever the tier: the deadline is one, and so is the patience.
        if (!(strikeOne.climb(Tier.NICE_TO_HAVE, Leg.elsewhere(means, journey, asked))
                        instanceof StrikeOne.End.Answered answered)
                || answered.reply().meaning() >= 400) {
            return Optional.empty();
        }
        Fallback.Mapping mapping =
                fallback.mapping().get(journey.call().operation().name());
        Fit<Body> body = mapping == null
                ? new Fit.Good<>(answered.reply().body())
                : mapped.response(answered.reply().body(), mapping);
        return switch (body) {
            case Fit.Bad<Body>(String reason) -> {
                note(
                        journey,
                        symptom,
                        "'" + fallback.provider() + "' answered what does not fit the mapping: " + reason);
                // It did what it was asked, whatever it says of it: nobody else must do it again.
                journey.standing(Repetition.Standing.CARRIED_OUT);
                yield Optional.empty();
            }
            case Fit.Good<Body>(Body ours) ->
                Optional.of(new Ending.Given(
                        Source.FALLBACK_PROVIDER,
                        answered.reply().status(),
                        mapping == null || mapping.response().isEmpty()
                                ? answered.reply().headers()
                                : Map.of("content-type", List.of(Mapped.JSON)),
                        ours,
                        Duration.ZERO,
                        Optional.of(answered.target()),
                        Optional.of(symptom),
                        "answered by '" + fallback.provider() + "'"));
        };
    }

    private void note(Journey journey, Symptom symptom, String what) {
        journey.note(
                2, symptom, Optional.of(Remedy.FALLBACK_PROVIDER), means.clock().instant(), what);
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
