package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a request once, however often its caller repeats it under the same key
 * (draft-ietf-httpapi-idempotency-key-header). Without a key it costs nothing.
 */
@Singleton
public final class Once {

    /** Beyond the call's deadline: the ledger waits for a PostgreSQL that restarts, and then tries a few times more. */
    private static final Duration TO_RECORD = Duration.ofSeconds(30);

    private final Calls calls;
    private final CallerKeys keys;
    private final Clock clock;

    Once(Calls calls, CallerKeys keys, Clock clock) {
        this.calls = calls;
        this.keys = keys;
        this.clock = clock;
    }

    /** What whoever asks with a key hears. */
    public sealed interface Heard {

        record First(Outcome outcome) implements Heard {}

        /** What an earlier request with the key came to; nothing was sent. */
        record Again(Outcome outcome) implements Heard {}

        /** @param left until the earlier request must have come to an end */
        record UnderWay(Duration left) implements Heard {}

        record UsedOtherwise(String key) implements Heard {}

        /**
         * An earlier request was answered, with more than is kept; nothing was sent.
         *
         * @param status of the answer
         */
        record NotKept(DprId first, int status) implements Heard {}
    }

    /**
     * @param key of the caller, if it gave one
     * @throws InvalidInput as {@link Calls#answer} does, and the other ones as well
     */
    public Heard answer(Project project, CallRequest request, Optional<String> key) {
        return answer(project, request, key, calls::carryOut);
    }

    /** What is done with a call that nobody has carried out yet. */
    interface Way {
        Outcome take(Journey journey, Optional<CallerKey> key);
    }

    Heard answer(Project project, CallRequest request, Optional<String> key, Way way) {
        // Whatever door it came by: a provider that takes keys is asked under the caller's, or a repetition is a second
        // effect.
        PlannedCall call = calls.plan(
                project, request.withIdempotencyKey(request.idempotencyKey().or(() -> key)));
        return key.map(text -> claimed(call, CallerKey.of(project, text, request), way))
                .orElseGet(() -> new Heard.First(way.take(new Journey(call), Optional.empty())));
    }

    private Heard claimed(PlannedCall call, CallerKey key, Way way) {
        Duration lease = Duration.between(call.receivedAt(), call.deadline()).plus(TO_RECORD);
        return switch (keys.claim(key, call.id(), call.receivedAt(), lease)) {
            case CallerKeys.Claim.Ours ours -> new Heard.First(ours(call, key, ours.firstUsed(), way));
            case CallerKeys.Claim.Ended ended
            when isNotKept(ended.first()) ->
                new Heard.NotKept(ended.first().id(), ended.first().call().status());
            case CallerKeys.Claim.Ended ended -> new Heard.Again(again(ended.first(), clock.instant()));
            case CallerKeys.Claim.UnderWay underWay -> new Heard.UnderWay(underWay.left());
            case CallerKeys.Claim.Otherwise _ -> new Heard.UsedOtherwise(key.key());
        };
    }

    private static boolean isNotKept(Ledger.Recorded first) {
        return first.answer().isEmpty()
                && first.call()
                        .source()
                        .filter(source -> source != Source.DEFERRED)
                        .isPresent();
    }

    private Outcome ours(PlannedCall call, CallerKey key, Optional<Instant> firstUsed, Way way) {
        Journey journey = new Journey(call);
        if (firstUsed.isEmpty()) {
            try {
                return way.take(journey, Optional.of(key));
            } catch (Unrecorded sent) {
                throw sent; // the key stays taken: whoever has it next must know that it may have been carried out
            } catch (RuntimeException nothingDone) {
                release(call, key, nothingDone);
                throw nothingDone;
            }
        }
        journey.wasSentBefore(firstUsed.get());
        return journey.isProtected(call.deadline())
                ? way.take(journey, Optional.of(key))
                : calls.conclude(
                        journey,
                        new Ending.Failed(
                                Symptom.TIMEOUT,
                                "an earlier request with the same key was not heard of since; it may have been carried out"),
                        Optional.of(key));
    }

    private void release(PlannedCall call, CallerKey key, RuntimeException reason) {
        try {
            keys.release(key, call.id());
        } catch (RuntimeException alsoThat) {
            reason.addSuppressed(alsoThat); // its lease ends
        }
    }

    /** The first one's result, told once more; what has aged meanwhile says so. */
    static Outcome again(Ledger.Recorded first, Instant now) {
        CallRecord call = first.call();
        if (call.source().isEmpty()) {
            // One that was given up while it was parked has no symptom of its own: its provider is gone.
            Symptom symptom = call.symptom().orElse(Symptom.SERVICE_UNAVAILABLE);
            return new Outcome.Unanswered(
                    first.id(),
                    symptom,
                    call.fault().orElse(Fault.PROVIDER),
                    call.ambiguous(),
                    call.detail(),
                    call.strikes(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    next(call),
                    Optional.empty());
        }
        Optional<Ledger.Content> content = first.answer();
        Duration sinceThen = Duration.between(call.receivedAt().plus(call.took()), now);
        return new Outcome.Answered(new Answer(
                first.id(),
                call.source().get(),
                content.map(Ledger.Content::status).orElse(202),
                content.map(Ledger.Content::headers).orElse(Map.of()),
                content.map(Ledger.Content::body).orElse(Body.EMPTY),
                sinceThen.isNegative() ? call.age() : call.age().plus(sinceThen),
                call.total(),
                call.strikes(),
                content.isEmpty() || call.attempts().isEmpty()
                        ? Optional.empty()
                        : Optional.of(call.attempts().getLast().target()),
                call.took(),
                call.detail(),
                Optional.empty()));
    }

    private static List<String> next(CallRecord unanswered) {
        if (unanswered.ambiguous()) {
            return NextSteps.doubtful(unanswered.operation());
        }
        boolean carriedOut = !unanswered.attempts().isEmpty()
                && unanswered.attempts().getLast().status() >= 200
                && unanswered.attempts().getLast().status() < 400;
        return List.of(
                carriedOut
                        ? "take the request as carried out and do not send it again"
                        : "ask again with another key to have it tried again");
    }
}
