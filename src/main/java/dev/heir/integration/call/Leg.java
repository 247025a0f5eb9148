package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Decision;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Backoff;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Ladder;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Situation;
import dev.heir.integration.strike.Step;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call at one provider with one credential: asks for admission, sends, and asks the ladder what next.
 */
final class Leg implements StrikeOne.Attempts {

    private static final Logger LOG = Logger.getLogger(Leg.class);

    private final Means means;
    private final Journey journey;
    private final PlannedCall call;
    private final boolean mayPark;
    private final boolean own;
    private final Patience patience;
    private final Endpoints endpoints;
    private final Admission admission;
    private final Signing signing;
    private final Exchange exchange;
    private final Hedge hedge;
    private final Doubt doubt;

    private int retries;
    private @Nullable Failure failure;
    private Step.@Nullable Again ahead;
    private boolean toldToWait;

    private Leg(
            Means means,
            Journey journey,
            PlannedCall call,
            Optional<String> credential,
            boolean mayPark,
            boolean leavesTime) {
        this.means = means;
        this.journey = journey;
        this.call = call;
        this.mayPark = mayPark;
        this.own = call.provider().id().equals(journey.call().provider().id());
        this.patience = new Patience(
                call, means.config().leastAttempt(), leavesTime, means.clock().instant());
        this.endpoints = new Endpoints(means, journey, call.provider(), credential);
        this.admission = new Admission(means, journey, call, credential, endpoints);
        this.signing = new Signing(means.credentials(), credential);
        this.exchange = new Exchange(
                means,
                journey,
                new Witness(means, journey, call.provider().id(), credential),
                admission,
                credential.isPresent());
        this.hedge = new Hedge(means, journey, endpoints, admission, exchange);
        this.doubt = new Doubt(means, journey, call, endpoints, admission, exchange);
    }

    /** At the call's own provider, as its first credential. */
    static Leg first(Means means, Journey journey) {
        PlannedCall call = journey.call();
        List<String> credentials = call.provider().credentials();
        return new Leg(
                means,
                journey,
                call,
                credentials.stream().findFirst(),
                call.request().mayBeParked(),
                call.tier() != Tier.NICE_TO_HAVE
                        && leavesTime(call, call.provider().fallback().isPresent() || credentials.size() > 1));
    }

    /** At the call's own provider, as another of its credentials. */
    static Leg as(Means means, Journey journey, String credential) {
        PlannedCall call = journey.call();
        boolean last = credential.equals(call.provider().credentials().getLast());
        return new Leg(
                means,
                journey,
                call,
                Optional.of(credential),
                false,
                leavesTime(call, call.provider().fallback().isPresent() || !last));
    }

    /** At another provider; {@code asked} is how it is asked. */
    static Leg elsewhere(Means means, Journey journey, PlannedCall asked) {
        Optional<String> credential = asked.provider().credentials().stream().findFirst();
        return new Leg(means, journey, asked, credential, false, false);
    }

    /** An effect is left all the time there is: cut off, its outcome is in doubt, and nobody else may be asked anyway. */
    private static boolean leavesTime(PlannedCall call, boolean moreToCome) {
        return moreToCome && call.operation().safe();
    }

    @Override
    public StrikeOne.End once(Backoff backoff) {
        try {
            return attempt(backoff);
        } catch (Ledger.LedgerUnavailable trouble) {
            if (failure == null || !journey.mayHaveActed()) {
                throw trouble; // nothing is lost that way, and the trouble is told as ours
            }
            LOG.warnf(trouble, "the database is away, so nothing more is tried at '%s'", failure.target());
            return over("our own database was out of reach", means.clock().instant());
        }
    }

    private StrikeOne.End attempt(Backoff backoff) {
        Instant now = means.clock().instant();
        if (signing.isRefusedForGood()) {
            return over("the credential cannot be renewed", now);
        }
        if (patience.isOver(now)) {
            return outOfTime(Fault.CALLER, now);
        }
        Optional<Failure> refusal = admission.refusal(now);
        if (refusal.isPresent()) {
            return failed(refusal.get(), backoff);
        }
        Optional<Signature> signature = signing.signature(patience.left(now));
        if (signature.isEmpty()) {
            return failed(
                    Failure.held(
                            Symptom.AUTHENTICATION_FAILURE, endpoints.primary(), Optional.empty(), signing.whyNone()),
                    backoff);
        }
        // Signing may have taken its time.
        Instant then = means.clock().instant();
        if (patience.isOver(then)) {
            return outOfTime(Fault.ORCHESTRATOR, then);
        }
        return switch (admission.units(then, patience.lastStart())) {
            case Decision.Refused refused -> refused(refused, backoff);
            case Decision.Admitted(Permit permit) -> enter(permit, signature.get(), backoff);
        };
    }

    private StrikeOne.End refused(Decision.Refused refused, Backoff backoff) {
        Instant now = means.clock().instant();
        journey.refusedBy(refused.limit());
        if (own) {
            journey.remaining(refused.standing());
            journey.retryAt(refused.roomAt());
        }
        Failure held = admission.full(refused);
        // A budget is no provider's limit: nobody waits for next month.
        if (call.request().mayWait() && !refused.money()) {
            return failed(held, backoff);
        }
        String reason = held.detail() + (refused.money() ? "" : "; the caller does not wait for it");
        journey.note(1, held.symptom(), Optional.empty(), now, reason);
        return new StrikeOne.End.Spent(held.symptom(), held.fault(), reason);
    }

    private StrikeOne.End enter(Permit permit, Signature signature, Backoff backoff) {
        Instant now = means.clock().instant();
        // A request that cannot be answered says nothing about who gets it.
        if (patience.isOver(now)) {
            permit.giveBack();
            return outOfTime(Fault.CALLER, now);
        }
        Optional<Way> way;
        try {
            way = choose(now).map(entry -> new Way(entry, timeFor(entry, now)));
        } catch (RuntimeException | Error trouble) {
            permit.giveBack();
            throw trouble;
        }
        if (way.isEmpty()) { // others may have taken the last probes since we looked
            permit.giveBack();
            return failed(admission.shutOut(now), backoff);
        }
        return send(way.get(), signature, permit, backoff);
    }

    /** The endpoint of an attempt, and how long it may take. */
    private record Way(Entry entry, Duration time) {}

    private Duration timeFor(Entry entry, Instant now) {
        boolean more = (call.operation().safe() || call.isKeyed()) && endpoints.hasUntried(entry.target(), now);
        return more ? patience.attemptBeforeOthers(now) : patience.attempt(now);
    }

    private StrikeOne.End outOfTime(Fault fault, Instant now) {
        String reason = "the deadline leaves no time for another attempt";
        if (failure != null) {
            return over(reason, now);
        }
        journey.note(1, Symptom.TIMEOUT, Optional.empty(), now, reason);
        return new StrikeOne.End.Spent(Symptom.TIMEOUT, fault, reason);
    }

    /** The endpoint of the next attempt; finding the primary's circuit open is the first use of an alternative. */
    private Optional<Entry> choose(Instant now) {
        Duration time = patience.attempt(now);
        if (failure == null) {
            Optional<Entry> first = endpoints.enterAny(now, time);
            first.filter(entry -> !entry.target().equals(endpoints.primary()))
                    .ifPresent(_ -> journey.apply(
                            Symptom.SERVICE_UNAVAILABLE,
                            Remedy.ALTERNATIVE_ENDPOINT,
                            now,
                            "the circuit of " + endpoints.primary() + " is open"));
            return first;
        }
        String last = failure.target();
        boolean elsewhere = ahead != null && ahead.remedy() == Remedy.ALTERNATIVE_ENDPOINT;
        Optional<Entry> again = elsewhere ? Optional.empty() : endpoints.enter(last, now, time);
        return again.or(() -> endpoints.enterOther(last, now, time));
    }

    private StrikeOne.End send(Way way, Signature signature, Permit permit, Backoff backoff) {
        Entry entry = way.entry();
        Exchange.Seen seen = hedge.send(call, entry, signature, permit, way.time());
        if (seen.reply() instanceof Reply.Responded responded && isAnswer(seen)) {
            journey.settle(true);
            journey.outcomeIsKnown();
            seen.symptom()
                    .ifPresent(warning -> journey.note(
                            1,
                            warning,
                            Optional.empty(),
                            means.clock().instant(),
                            "four fifths or more of the provider's limit are used"));
            return answered(responded, entry.target());
        }
        Symptom symptom = seen.symptom().orElseGet(this::whatMadeItDoubtful);
        return switch (doubt.settle(entry.target(), seen, symptom, signature)) {
            case Doubt.Verdict.Answered(Reply.Responded evidence) -> answered(evidence, entry.target());
            case Doubt.Verdict.Failed(Failure last) -> failed(last, backoff);
        };
    }

    /** A conflict (409) is one, but not to a repeated request: then it says that the first one is still at work. */
    private boolean isAnswer(Exchange.Seen seen) {
        boolean conflict =
                journey.maybeCarriedOut() && Repetition.standing(seen.reply()) == Repetition.Standing.UNKNOWN;
        return seen.symptom().map(symptom -> symptom == Symptom.USAGE_WARNING).orElse(!conflict);
    }

    private Symptom whatMadeItDoubtful() {
        return Optional.ofNullable(failure)
                .map(Failure::symptom)
                .filter(Diagnosis::speaksAgainstTarget)
                .orElse(Symptom.SERVICE_UNAVAILABLE);
    }

    private StrikeOne.End answered(Reply.Responded reply, String target) {
        journey.answered(call, target, reply);
        return new StrikeOne.End.Answered(reply, target, !target.equals(endpoints.primary()));
    }

    private StrikeOne.End failed(Failure now, Backoff backoff) {
        failure = now;
        journey.settle(false);
        Instant time = means.clock().instant();
        if (own) {
            note(now, time);
        }
        Situation situation = situation(now, time, backoff);
        toldToWait = situation.toldToWait().isPresent();
        return switch (Ladder.next(situation)) {
            case Step.Again again -> {
                ahead = again;
                throw new StrikeOne.Again();
            }
            case Step.Park park
            when !journey.isProtected(park.notBefore()) ->
                over("it would have to wait until its provider may have forgotten its idempotency key", time);
            case Step.Park park
            when isTooLate(park) ->
                over("it would have to wait for longer than " + means.config().longestParked(), time);
            case Step.Park park -> {
                journey.apply(
                        now.symptom(),
                        Remedy.QUEUE,
                        time,
                        now.detail() + "; parked until " + Journey.told(park.notBefore()));
                journey.settle(true);
                yield new StrikeOne.End.Parked(now.symptom(), park.notBefore());
            }
            case Step.Over over -> over(over.reason(), time);
        };
    }

    private boolean isTooLate(Step.Park park) {
        return park.notBefore()
                .isAfter(journey.call().receivedAt().plus(means.config().longestParked()));
    }

    /** What the caller and the case file hear of the provider that the call was for, and of no other. */
    private void note(Failure now, Instant time) {
        now.retryAt().ifPresent(journey::retryAt);
        if (Diagnosis.speaksAgainstTarget(now.symptom())) {
            endpoints.outage(time).ifPresent(outage -> {
                journey.outageSince(outage.since());
                outage.until().ifPresent(journey::retryAt);
            });
        }
    }

    private Situation situation(Failure last, Instant now, Backoff backoff) {
        // Everyone who was told the same would come back in the same instant.
        UnaryOperator<Instant> spread = told -> backoff.after(told, means.random());
        return new Situation(
                last.symptom(),
                call.tier(),
                last.mayRepeat(),
                mayPark
                        && Writable.is(call.request(), means.redaction())
                        && !means.room().isFull(call.project().id()),
                means.retryBudget().allows(endpoints.view(last.target()).provider()),
                signing.mayBeRenewed(),
                endpoints.from(last.target(), now).map(from -> from.isAfter(now) ? spread.apply(from) : from),
                endpoints.hasBetter(last.target(), now),
                last.unreachable(),
                last.held(),
                last.pointless(),
                retries,
                backoff.wait(retries + 1, means.random()),
                last.retryAt().map(spread),
                now,
                patience.end(),
                call.deadline(),
                means.config().leastAttempt());
    }

    private StrikeOne.End over(String reason, Instant now) {
        Failure last = Objects.requireNonNull(failure);
        journey.note(1, last.symptom(), Optional.empty(), now, last.detail() + "; " + reason);
        return new StrikeOne.End.Spent(last.symptom(), last.fault(), last.detail() + "; " + reason);
    }

    @Override
    public void pause() {
        Step.Again next = Objects.requireNonNull(ahead);
        Failure last = Objects.requireNonNull(failure);
        String detail = last.detail() + "; next attempt in " + next.delay().toMillis() + " ms";
        journey.apply(last.symptom(), next.remedy(), means.clock().instant(), detail);
        if (next.remedy() == Remedy.CREDENTIAL_REFRESH) {
            signing.renew(patience.left(means.clock().instant()));
        }
        if (next.delay().isPositive()) {
            means.pause().sleep(next.delay());
        }
        if (toldToWait) {
            patience.divide(means.clock().instant());
        }
        retries++;
    }

    @Override
    public StrikeOne.End spent() {
        return over("the tier allows no further retry", means.clock().instant());
    }
}
