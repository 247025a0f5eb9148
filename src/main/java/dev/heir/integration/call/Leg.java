package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.strike.Backoff;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Ladder;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Situation;
import dev.heir.integration.strike.Step;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call at one provider with one credential: looks before it sends, sends, and asks the ladder what
 * next.
 */
final class Leg implements StrikeOne.Attempts {

    private final Means means;
    private final Journey journey;
    private final PlannedCall call;
    private final Optional<String> credential;
    private final boolean mayPark;
    private final Endpoints endpoints;
    private final Witness witness;

    private int retries;
    private boolean renewed;
    private boolean refusedForGood;
    private @Nullable Signature signature;
    private @Nullable Failure failure;
    private Step.@Nullable Again ahead;

    /**
     * @param call as this provider is asked, which for a fallback is not the journey's own
     * @param mayPark whether waiting for this provider beyond the deadline is a way out
     */
    Leg(Means means, Journey journey, PlannedCall call, Optional<String> credential, boolean mayPark) {
        this.means = means;
        this.journey = journey;
        this.call = call;
        this.credential = credential;
        this.mayPark = mayPark;
        this.endpoints = new Endpoints(means, journey, call.provider(), credential);
        this.witness = new Witness(means, journey, call.provider().id(), credential);
    }

    /** What went wrong last, and whether the request may be sent again after it. */
    private record Failure(
            Symptom symptom,
            String target,
            Optional<Instant> retryAt,
            boolean mayRepeat,
            boolean unreachable,
            String detail) {

        /** A request that did not leave: nothing speaks against sending it. */
        static Failure unsent(Symptom symptom, String target, Optional<Instant> retryAt, String detail) {
            return new Failure(symptom, target, retryAt, true, true, detail);
        }
    }

    @Override
    public StrikeOne.End once(Backoff backoff) {
        Instant now = means.clock().instant();
        if (refusedForGood) {
            return over("the credential cannot be renewed", now);
        }
        Optional<Instant> throttled =
                endpoints.view(endpoints.primary()).throttledUntil().filter(until -> until.isAfter(now));
        if (throttled.isPresent()) {
            String detail = "the provider asked to be left alone until " + throttled.get();
            return failed(Failure.unsent(Symptom.THROTTLING_ACTIVE, endpoints.primary(), throttled, detail), backoff);
        }
        Optional<String> target = choose(now);
        if (target.isEmpty()) {
            journey.settle(false);
            journey.note(
                    1, Symptom.SERVICE_UNAVAILABLE, Optional.empty(), now, "the circuit of every endpoint is open");
            return new StrikeOne.End.Spent(Symptom.SERVICE_UNAVAILABLE, "the circuit of every endpoint is open");
        }
        return send(target.get(), backoff);
    }

    /** The endpoint of the next attempt; finding the primary's circuit open is the first use of an alternative. */
    private Optional<String> choose(Instant now) {
        if (failure == null) {
            Optional<String> first = endpoints.enterAny(now);
            first.filter(target -> !target.equals(endpoints.primary()))
                    .ifPresent(_ -> journey.apply(
                            Symptom.SERVICE_UNAVAILABLE,
                            Remedy.ALTERNATIVE_ENDPOINT,
                            now,
                            "the circuit of " + endpoints.primary() + " is open"));
            return first;
        }
        String last = failure.target();
        boolean elsewhere = ahead != null && ahead.remedy() == Remedy.ALTERNATIVE_ENDPOINT;
        return !elsewhere && endpoints.enter(last, now) ? Optional.of(last) : endpoints.enterOther(last, now);
    }

    private StrikeOne.End send(String target, Backoff backoff) {
        Optional<Signature> signed = credential.isEmpty()
                ? Optional.of(Signature.NONE)
                : Optional.ofNullable(signature).or(() -> means.credentials().sign(credential.get()));
        if (signed.isEmpty()) {
            String detail =
                    "credential '" + credential.orElse("") + "' is not registered, or no token could be had for it";
            return failed(Failure.unsent(Symptom.AUTHENTICATION_FAILURE, target, Optional.empty(), detail), backoff);
        }
        signature = signed.get();
        Instant started = means.clock().instant();
        journey.sending();
        Reply reply = means.wire().send(call, target, signed.get(), timeout(started));
        journey.heard(reply);
        Instant ended = means.clock().instant();
        ServerSaid said = reply instanceof Reply.Responded responded ? ServerSaid.read(responded) : ServerSaid.NOTHING;
        Optional<Symptom> symptom = Diagnosis.of(reply, said);
        witness.saw(target, reply, symptom, said, started, ended);
        if (reply instanceof Reply.Responded responded
                && symptom.filter(seen -> seen != Symptom.USAGE_WARNING).isEmpty()) {
            journey.settle(true);
            journey.outcomeIsKnown();
            symptom.ifPresent(warning -> journey.note(
                    1, warning, Optional.empty(), ended, "four fifths or more of the provider's limit are used"));
            return answered(responded, target);
        }
        return doubtful(target, reply, symptom.orElseThrow(), said, backoff);
    }

    /** An attempt may use what is left of the deadline, and no more than its operation needs. */
    private Duration timeout(Instant now) {
        Duration left = Duration.between(now, call.deadline());
        Duration own = call.operation().timeout();
        return left.compareTo(own) < 0 ? left : own;
    }

    private StrikeOne.End answered(Reply.Responded reply, String target) {
        return new StrikeOne.End.Answered(reply, target, !target.equals(endpoints.primary()));
    }

    /** A failure, but first what it did, if the reply leaves that open. */
    private StrikeOne.End doubtful(String target, Reply reply, Symptom symptom, ServerSaid said, Backoff backoff) {
        boolean mayRepeat = Repetition.mayRepeat(call.operation().safe(), call.isKeyed(), reply);
        Repetition.Standing standing = Repetition.standing(reply);
        journey.standing(standing);
        String detail = Witness.describe(reply);
        if (!mayRepeat && standing == Repetition.Standing.UNKNOWN) {
            switch (readBack(target)) {
                case ReadBack.Finding.CarriedOut(Reply.Responded evidence) -> {
                    journey.outcomeIsKnown();
                    journey.note(
                            1,
                            symptom,
                            Optional.empty(),
                            means.clock().instant(),
                            detail + "; '" + call.operation().readBack().orElse("")
                                    + "' shows that it was carried out");
                    return answered(evidence, target);
                }
                case ReadBack.Finding.NotCarriedOut _ -> {
                    journey.outcomeIsKnown();
                    mayRepeat = true;
                    detail += "; the read-back shows that it was not carried out";
                }
                case ReadBack.Finding.Unknown _ -> detail += "; whether it was carried out is not known";
            }
        }
        return failed(
                new Failure(symptom, target, said.retryAt(), mayRepeat, reply instanceof Reply.NotSent, detail),
                backoff);
    }

    private ReadBack.Finding readBack(String target) {
        Optional<PlannedCall> question = ReadBack.question(call);
        Instant started = means.clock().instant();
        Duration left = Duration.between(started, call.deadline());
        if (question.isEmpty() || left.compareTo(means.config().leastAttempt()) < 0) {
            return new ReadBack.Finding.Unknown();
        }
        Reply reply = means.wire().send(question.get(), target, Objects.requireNonNull(signature), left);
        ServerSaid said = reply instanceof Reply.Responded responded ? ServerSaid.read(responded) : ServerSaid.NOTHING;
        witness.saw(
                target,
                reply,
                Diagnosis.of(reply, said),
                said,
                started,
                means.clock().instant());
        return ReadBack.judge(reply);
    }

    private StrikeOne.End failed(Failure now, Backoff backoff) {
        failure = now;
        now.retryAt().ifPresent(journey::retryAt);
        journey.settle(false);
        Instant time = means.clock().instant();
        return switch (Ladder.next(situation(now, time, backoff))) {
            case Step.Again again -> {
                ahead = again;
                throw new StrikeOne.Again();
            }
            case Step.Park park -> {
                journey.apply(now.symptom(), Remedy.QUEUE, time, now.detail() + "; parked until " + park.notBefore());
                journey.settle(true);
                yield new StrikeOne.End.Parked(now.symptom(), park.notBefore());
            }
            case Step.Over over -> over(over.reason(), time);
        };
    }

    private Situation situation(Failure last, Instant now, Backoff backoff) {
        return new Situation(
                last.symptom(),
                call.tier(),
                last.mayRepeat(),
                mayPark,
                means.retryBudget().allows(endpoints.view(last.target()).provider()),
                credential.isPresent() && signature != null && !renewed,
                endpoints.passes(last.target(), now),
                endpoints.hasBetter(last.target(), now),
                last.unreachable(),
                retries,
                backoff.wait(retries + 1, means.random()),
                last.retryAt(),
                now,
                call.deadline(),
                means.config().leastAttempt());
    }

    private StrikeOne.End over(String reason, Instant now) {
        Failure last = Objects.requireNonNull(failure);
        journey.note(1, last.symptom(), Optional.empty(), now, last.detail() + "; " + reason);
        return new StrikeOne.End.Spent(last.symptom(), reason);
    }

    @Override
    public void pause() {
        Step.Again next = Objects.requireNonNull(ahead);
        Failure last = Objects.requireNonNull(failure);
        String detail = last.detail() + "; next attempt in " + next.delay().toMillis() + " ms";
        journey.apply(last.symptom(), next.remedy(), means.clock().instant(), detail);
        if (next.remedy() == Remedy.CREDENTIAL_REFRESH) {
            renewed = true;
            Signature refused = Objects.requireNonNull(signature);
            Optional<Signature> anew = means.credentials().refresh(credential.orElseThrow(), refused);
            refusedForGood = anew.isEmpty();
            signature = anew.orElse(refused);
        }
        if (next.delay().isPositive()) {
            means.pause().sleep(next.delay());
        }
        retries++;
    }

    @Override
    public StrikeOne.End spent() {
        return over("the tier allows no further retry", means.clock().instant());
    }
}
