package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.ErrorSignature;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import dev.heir.integration.strike.Triggers;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes an ended call as the ledger keeps it, with the incident it amounts to. */
@Singleton
final class Bookkeeping {

    private final Means means;
    private final Signatures signatures;
    private final Metering metering;

    Bookkeeping(Means means, Signatures signatures, Metering metering) {
        this.means = means;
        this.signatures = signatures;
        this.metering = metering;
    }

    CallRecord write(Journey journey, Ending ending) {
        PlannedCall call = journey.call();
        Instant now = means.clock().instant();
        Metering.Bill bill = metering.bill(journey);
        String operation = told(call);
        Optional<Symptom> symptom = symptom(ending);
        Optional<ErrorSignature> signature =
                symptom.map(seen -> ErrorSignature.of(call.provider().id(), operation, seen, lastWords(journey)));
        return new CallRecord(
                call.id(),
                call.project().id(),
                call.kind(),
                call.provider().id(),
                call.provider().id(),
                operation,
                call.tier(),
                call.receivedAt(),
                Duration.between(call.receivedAt(), now),
                call.request().idempotencyKey(),
                source(ending),
                ending instanceof Ending.Given given ? given.status() : 0,
                symptom,
                ending instanceof Ending.Failed failed ? Optional.of(failed.fault()) : Optional.<Fault>empty(),
                ending instanceof Ending.Failed && journey.maybeCarriedOut(),
                ending instanceof Ending.Given given ? given.age() : Duration.ZERO,
                bill.cost(),
                signature.map(ErrorSignature::key),
                means.redaction().mask(detail(ending)),
                journey.attempts(),
                journey.strikes().stream().map(this::masked).toList(),
                signature.flatMap(seen -> incident(journey, ending, seen, now)),
                bill.use(),
                asked(journey, source(ending)));
    }

    /** A name was read from a document, which holds no secret; a path may be one's own. */
    private String told(PlannedCall call) {
        String name = call.operation().name();
        return name.indexOf('/') < 0 ? name : means.redaction().mask(name);
    }

    private CallRecord.Asked asked(Journey journey, Optional<Source> source) {
        PlannedCall call = journey.call();
        CallRequest request = call.asSent();
        boolean wasDeferred = journey.wasParked() || request.replayOf().isPresent();
        return new CallRecord.Asked(
                call.asIs() || !means.config().recordRequests().keeps(source, wasDeferred)
                        ? Optional.empty()
                        : kept(request),
                request.replayOf());
    }

    private Optional<CallRequest> kept(CallRequest request) {
        return Optional.of(request)
                .filter(one -> Writable.is(one, means.redaction()))
                .filter(one -> one.body().size() <= means.config().largestRecorded());
    }

    /** What is kept of an answer, for whoever asks again; its caller alone may be shown a secret, where the operation is to. */
    Ledger.Content kept(Journey journey, Ending.Given given) {
        var content = new Ledger.Content(given.status(), given.headers(), given.body());
        return journey.call().operation().showsSecrets() ? new Echoes(means.redaction()).without(content) : content;
    }

    /** A parked call that can no longer be sent: its project hears why. */
    CallRecord abandoned(ParkedCall waiting, String reason) {
        CallRequest request = waiting.request();
        Instant received = CallId.madeAt(waiting.call());
        return new CallRecord(
                waiting.call(),
                waiting.project(),
                Calls.API_INTEGRATION,
                request.provider(),
                request.provider(),
                means.redaction()
                        .mask(request.operation()
                                .orElseGet(() -> request.method().orElse("GET") + " "
                                        + request.path().orElse("/"))),
                waiting.tier(),
                received,
                Duration.between(received, means.clock().instant()),
                request.idempotencyKey(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(Fault.CALLER),
                waiting.sendBegan(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                means.redaction().mask(reason),
                List.of(),
                List.of(),
                Optional.empty(),
                CallRecord.Use.NONE,
                new CallRecord.Asked(
                        means.config().recordRequests().keeps(Optional.empty(), true)
                                ? kept(request)
                                : Optional.empty(),
                        Optional.empty()));
    }

    /** What the caller hears of a recorded call. */
    Outcome outcome(Journey journey, Ending ending, DprId id, CallRecord written) {
        return switch (ending) {
            case Ending.Given given ->
                new Outcome.Answered(new Answer(
                        id,
                        given.source(),
                        given.status(),
                        given.headers(),
                        given.body(),
                        given.age(),
                        written.total(),
                        written.strikes(),
                        given.endpoint(),
                        written.took(),
                        written.detail(),
                        journey.remaining(),
                        given.source() == Source.SKIPPED ? comeBack(journey) : Optional.empty()));
            case Ending.Parked parked ->
                new Outcome.Answered(new Answer(
                        id,
                        Source.DEFERRED,
                        202,
                        Map.of(),
                        Body.EMPTY,
                        Duration.ZERO,
                        written.total(),
                        written.strikes(),
                        Optional.empty(),
                        written.took(),
                        written.detail(),
                        journey.remaining(),
                        Optional.of(parked.notBefore())));
            case Ending.Failed failed ->
                new Outcome.Unanswered(
                        id,
                        failed.symptom(),
                        failed.fault(),
                        written.ambiguous(),
                        written.detail(),
                        written.strikes(),
                        comeBack(journey),
                        journey.refusedBy(),
                        journey.remaining().filter(left -> journey.refusedBy().equals(Optional.of(left.limit()))),
                        NextSteps.after(journey, failed, written.incident().map(CallRecord.Incident::cause)),
                        journey.said());
        };
    }

    private Optional<Instant> comeBack(Journey journey) {
        return journey.retryAt().filter(at -> at.isAfter(means.clock().instant()));
    }

    private Optional<CallRecord.Incident> incident(
            Journey journey, Ending ending, ErrorSignature signature, Instant now) {
        PlannedCall call = journey.call();
        if (isCallersChoice(journey, signature)) {
            return Optional.empty();
        }
        List<EscalationTrigger> triggers = Triggers.of(
                ending instanceof Ending.Failed,
                signature.symptom(),
                call.tier(),
                call.provider().criticality(),
                journey.outageSince().map(since -> Duration.between(since, now)),
                means.config().sustainedOutage(),
                timesSeen(journey, ending, signature));
        if (triggers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CallRecord.Incident(
                call.provider().id() + ":" + signature.symptom().pattern(),
                signature.symptom().pattern(),
                signature.symptom(),
                triggers,
                Stream.concat(
                                NextSteps.forOwner(call.provider(), signature.symptom()).stream(),
                                isLimit(signature.symptom())
                                        ? call.provider().plans().stream().map(StrikeTwo::recommendation)
                                        : Stream.<String>empty())
                        .toList()));
    }

    /** Who does not wait for our own limits asked for the refusal: there is nothing for a person to mend. */
    private static boolean isCallersChoice(Journey journey, ErrorSignature signature) {
        if (journey.isAbandoned()) {
            return true;
        }
        return signature.symptom() == Symptom.THROTTLING_ACTIVE
                && journey.refusedBy().isPresent()
                && !journey.call().request().mayWait();
    }

    /** A call that comes back from waiting to be sent away again has seen its signature before, however long ago. */
    private int timesSeen(Journey journey, Ending ending, ErrorSignature signature) {
        int now = seenBefore(signature) + 1;
        return journey.isResumed() && ending instanceof Ending.Parked ? Math.max(now, 2) : now;
    }

    /** What cannot be looked up opens no review: the call itself must be told and recorded. */
    private int seenBefore(ErrorSignature signature) {
        try {
            return signatures.timesSeen(signature.key(), means.config().signatureWindow());
        } catch (RuntimeException trouble) {
            Log.warnf(trouble, "how often a failure was seen could not be looked up");
            return 0;
        }
    }

    /** A call that ends without a row: of what was set aside for it only what its providers charge for stays taken. */
    void settle(Journey journey) {
        try {
            var _ = metering.bill(journey);
        } catch (RuntimeException trouble) {
            Log.errorf(
                    trouble,
                    "what call %s used could not be settled",
                    journey.call().id());
        }
    }

    private static boolean isLimit(Symptom symptom) {
        return symptom.pattern() == ErrorPattern.RATE_LIMITING || symptom == Symptom.RATE_LIMIT_EXCEEDED;
    }

    private static Optional<Symptom> symptom(Ending ending) {
        return switch (ending) {
            case Ending.Given given -> given.symptom();
            case Ending.Parked parked -> parked.symptom();
            case Ending.Failed failed -> Optional.of(failed.symptom());
        };
    }

    private static Optional<Source> source(Ending ending) {
        return switch (ending) {
            case Ending.Given given -> Optional.of(given.source());
            case Ending.Parked _ -> Optional.of(Source.DEFERRED);
            case Ending.Failed _ -> Optional.empty();
        };
    }

    private static String detail(Ending ending) {
        return switch (ending) {
            case Ending.Given given -> given.detail();
            case Ending.Parked parked when parked.symptom().isEmpty() -> "accepted, to be carried out at once";
            case Ending.Parked parked -> "parked until " + Journey.told(parked.notBefore());
            case Ending.Failed failed -> failed.reason();
        };
    }

    /** The message of the last attempt's failure, without what the reader adds to it. */
    private static String lastWords(Journey journey) {
        return journey.attempts().isEmpty() ? "" : journey.attempts().getLast().detail();
    }

    private CallRecord.Strike masked(CallRecord.Strike strike) {
        return new CallRecord.Strike(
                strike.number(),
                strike.symptom(),
                strike.remedy(),
                strike.worked(),
                strike.at(),
                means.redaction().mask(strike.detail()));
    }
}
