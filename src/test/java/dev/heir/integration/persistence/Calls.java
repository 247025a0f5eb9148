package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls as tests need them. */
final class Calls {

    static final String TARGET = "https://api.example.com";

    private Calls() {}

    static CallRecord answered(String project) {
        return record(project, Optional.of(Source.LIVE), Optional.empty(), now(), "answered", Optional.empty());
    }

    static CallRecord answered(String project, Instant receivedAt) {
        return record(project, Optional.of(Source.LIVE), Optional.empty(), receivedAt, "answered", Optional.empty());
    }

    static CallRecord answered(String project, String detail) {
        return record(project, Optional.of(Source.LIVE), Optional.empty(), now(), detail, Optional.empty());
    }

    static CallRecord deferred(String project) {
        return record(project, Optional.of(Source.DEFERRED), Optional.empty(), now(), "parked", Optional.empty());
    }

    static CallRecord failed(String project, String cause, EscalationTrigger... triggers) {
        return record(
                project,
                Optional.empty(),
                Optional.of("stripe|charge|TIMEOUT|" + cause),
                now(),
                "timed out",
                Optional.of(new CallRecord.Incident(
                        cause,
                        ErrorPattern.API_FAILURE,
                        Symptom.TIMEOUT,
                        List.of(triggers),
                        List.of("ask the provider"))));
    }

    /** What a round of a parked call came to that was limited again. */
    static CallRecord deferred(ParkedCall call) {
        CallRecord round = record(
                call.project(),
                Optional.of(Source.DEFERRED),
                Optional.of("stripe|charge|TIMEOUT|limited again"),
                now(),
                "parked again",
                Optional.of(new CallRecord.Incident(
                        "limited:" + call.call(),
                        ErrorPattern.RATE_LIMITING,
                        Symptom.HTTP_429,
                        List.of(EscalationTrigger.REPEATED_SIGNATURE),
                        List.of())));
        return round.withId(call.call());
    }

    static CallRecord asking(CallRecord call, CallRequest request) {
        return call.asking(new CallRecord.Asked(Optional.of(request), request.replayOf()));
    }

    static ParkedCall parked(CallRecord call, Instant notBefore) {
        return new ParkedCall(
                call.id(),
                call.project(),
                CallRequest.of(call.provider(), call.operation()),
                call.tier(),
                notBefore,
                false);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static CallRecord record(
            String project,
            Optional<Source> source,
            Optional<String> signature,
            Instant receivedAt,
            String detail,
            Optional<CallRecord.Incident> incident) {
        Optional<Symptom> symptom = signature.map(seen -> Symptom.TIMEOUT);
        return new CallRecord(
                UUID.randomUUID(),
                project,
                "api_integration",
                "stripe",
                "stripe",
                "charge",
                Tier.CRITICAL,
                receivedAt,
                Duration.ofMillis(12),
                Optional.of("key-1"),
                source,
                source.isPresent() ? 200 : 0,
                symptom,
                symptom.map(seen -> Fault.PROVIDER),
                false,
                Duration.ZERO,
                Optional.of(Money.parse("0.0004 USD")),
                signature,
                detail,
                List.of(new CallRecord.Attempt(
                        1,
                        "stripe",
                        TARGET,
                        Optional.of("stripe-key"),
                        receivedAt,
                        Duration.ofMillis(11),
                        symptom.isPresent() ? 0 : 200,
                        symptom,
                        false,
                        false,
                        symptom.isPresent(),
                        "")),
                List.of(new CallRecord.Strike(
                        1,
                        Symptom.TIMEOUT,
                        Optional.of(Remedy.RETRY_WITH_BACKOFF),
                        source.isPresent(),
                        receivedAt,
                        "tried again")),
                incident,
                source.isPresent()
                        ? new CallRecord.Use(Map.of("calls", 1L, "requests", 2L), Optional.of(-7L))
                        : CallRecord.Use.NONE,
                CallRecord.Asked.NOT_KEPT);
    }

    /** The same call with another price, for so many units. */
    static CallRecord priced(CallRecord call, String cost, Map<String, Long> units) {
        return call.using(
                new CallRecord.Use(units, Optional.empty()),
                cost.isEmpty() ? Optional.empty() : Optional.of(Money.parse(cost)));
    }

    /** The same call, counted by the budgets' limiters. */
    static CallRecord counted(CallRecord call, long byProject, long byProvider) {
        return call.using(
                new CallRecord.Use(
                        call.use().units(),
                        call.use().likeness(),
                        new Permit.Counted(byProject, byProvider),
                        call.use().others(),
                        call.use().sentAt()),
                call.cost());
    }

    /** The same call, sent later than it was received. */
    static CallRecord sent(CallRecord call, Instant at) {
        CallRecord.Use use = call.use();
        return call.using(
                new CallRecord.Use(use.units(), use.likeness(), use.counted(), use.others(), Optional.of(at)),
                call.cost());
    }

    /** The same call, for which another provider bills as well. */
    static CallRecord billedBy(CallRecord call, String provider, String cost, Map<String, Long> units) {
        return call.using(
                new CallRecord.Use(
                        call.use().units(),
                        call.use().likeness(),
                        call.use().counted(),
                        List.of(new CallRecord.Charge(
                                provider,
                                units,
                                cost.isEmpty() ? Optional.empty() : Optional.of(Money.parse(cost)),
                                new Permit.Counted(1_001, 2_002))),
                        call.use().sentAt()),
                call.cost());
    }

    /** The same call, which one answer would have served together with all that are alike. */
    static CallRecord alike(CallRecord call, long likeness) {
        return call.using(new CallRecord.Use(call.use().units(), Optional.of(likeness)), call.cost());
    }

    /** What became of a deferred call. */
    static CallRecord finished(CallRecord deferred) {
        return new CallRecord(
                deferred.id(),
                deferred.project(),
                deferred.kind(),
                deferred.tool(),
                deferred.provider(),
                deferred.operation(),
                deferred.tier(),
                deferred.receivedAt(),
                deferred.took(),
                deferred.idempotencyKey(),
                Optional.of(Source.LIVE),
                200,
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ZERO,
                deferred.cost(),
                Optional.empty(),
                "answered",
                deferred.attempts(),
                List.of(),
                Optional.empty(),
                deferred.use(),
                CallRecord.Asked.NOT_KEPT);
    }
}
