package dev.heir.integration.call;

import dev.heir.integration.cache.CacheStatus;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.Reuse;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.OutOfReach;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Asks a provider on behalf of a project and always comes back with an answer or an explanation. */
@Singleton
public final class Calls {

    /** The kind of work of an ordinary call. */
    public static final String API_INTEGRATION = "api_integration";

    private final Providers providers;
    private final Planner planner;
    private final Means means;
    private final Kept kept;
    private final Keeping keeping;
    private final Aside aside;
    private final StrikeOne strikeOne;
    private final StrikeTwo strikeTwo;
    private final Bookkeeping bookkeeping;
    private final Ledger ledger;

    Calls(
            Providers providers,
            Planner planner,
            Means means,
            Kept kept,
            Keeping keeping,
            Aside aside,
            StrikeOne strikeOne,
            StrikeTwo strikeTwo,
            Bookkeeping bookkeeping,
            Ledger ledger) {
        this.providers = providers;
        this.planner = planner;
        this.means = means;
        this.kept = kept;
        this.keeping = keeping;
        this.aside = aside;
        this.strikeOne = strikeOne;
        this.strikeTwo = strikeTwo;
        this.bookkeeping = bookkeeping;
        this.ledger = ledger;
    }

    /**
     * Answers a call of a registered provider. The ledger knows it before this returns.
     *
     * @throws InvalidInput with every flaw of the request; nothing was sent
     * @throws Unrecorded when we failed ourselves after a request with an effect had left
     * @throws Ledger.LedgerUnavailable when the call could not be recorded, and to ask again does no harm
     */
    public Outcome answer(Project project, CallRequest request) {
        return carryOut(new Journey(plan(project, request)), Optional.empty());
    }

    /**
     * Answers a call of a provider that need not be registered, such as a website.
     *
     * @param kind of work: the DPR id's operation, which tells the section
     * @param followRedirects whether a safe operation follows up to five redirects
     */
    public Outcome answer(
            Project project, Provider provider, CallRequest request, String kind, boolean followRedirects) {
        return carryOut(new Journey(planner.plan(project, provider, request, kind, followRedirects)), Optional.empty());
    }

    /**
     * Passes a request on as it is, and the answer as it comes, with the whole ladder behind it. A large body flows: the
     * ledger knows the call when the answer's head has come, and {@link #brokeOff} tells it where the rest did not. Server-
     * sent events that have ids go on after a break.
     *
     * @throws InvalidInput with every flaw of the request; nothing was sent
     */
    public Outcome pass(Project project, PassedRequest request) {
        return new Resuming(means, ledger, again -> passed(project, again), request).watched(passed(project, request));
    }

    private Outcome passed(Project project, PassedRequest request) {
        Provider provider = registered(project, request.provider());
        return carryOut(new Journey(planner.passing(project, provider, request)), Optional.empty());
    }

    /**
     * An answer that was being passed on broke off.
     *
     * @param passed bytes that its caller got
     */
    public void brokeOff(DprId call, long passed, String reason) {
        ledger.brokeOff(
                call,
                new CallRecord.Strike(
                        1,
                        Symptom.SERVICE_UNAVAILABLE,
                        Optional.empty(),
                        false,
                        means.clock().instant(),
                        means.redaction().mask("the answer broke off after " + passed + " bytes: " + reason)));
    }

    /** A fallback is its owner's choice, whatever the key is for. */
    private Provider registered(Project project, String id) {
        if (!project.reach().allows(id)) {
            throw new OutOfReach("provider '" + id + "'");
        }
        return providers.find(id).orElseThrow(() -> new InvalidInput("provider", id, "is not registered"));
    }

    /** @throws InvalidInput with every flaw of the request */
    PlannedCall plan(Project project, CallRequest request) {
        if (request.idempotencyKey()
                .filter(key -> Writable.holds(key, means.redaction()))
                .isPresent()) {
            throw new InvalidInput("idempotencyKey", "[secret]", "must not be, or hold, a registered secret");
        }
        return planner.plan(project, registered(project, request.provider()), request, API_INTEGRATION, true);
    }

    /** @param key that the caller gave and that is held for this call */
    Outcome carryOut(Journey journey, Optional<CallerKey> key) {
        boolean recorded = false;
        try {
            Outcome outcome = conclude(journey, travel(journey), key);
            recorded = true;
            return outcome;
        } catch (RuntimeException ours) {
            journey.said().flatMap(said -> said.body().flow()).ifPresent(Flow::cut);
            throw journey.mayHaveActed() ? new Unrecorded(known(journey), ours) : ours;
        } finally {
            if (!recorded) {
                bookkeeping.settle(journey);
            }
        }
    }

    /** Whether a call may wait in the database. */
    boolean mayPark(Project project, CallRequest request) {
        return request.mayBeParked()
                && Writable.is(request, means.redaction())
                && !means.room().isFull(project.id());
    }

    /** Parks a call before anything is tried, for a caller that does not wait: whoever is awake carries it out. */
    Outcome accept(Journey journey, Optional<CallerKey> key) {
        return conclude(
                journey, new Ending.Parked(Optional.empty(), journey.call().receivedAt()), key);
    }

    /** Records how a call ended and tells its caller. */
    Outcome conclude(Journey journey, Ending ending, Optional<CallerKey> key) {
        CallRecord written = bookkeeping.write(journey, ending);
        DprId id = ledger.record(written, parked(journey, ending), key.map(held -> end(held, journey, ending)));
        return bookkeeping.outcome(journey, ending, id, written);
    }

    private CallerKeys.End end(CallerKey key, Journey journey, Ending ending) {
        return switch (ending) {
            case Ending.Given given
            when given.source().isOurOwn() && !journey.mustNotBeSentAgain() -> new CallerKeys.End.Freed(key);
            // To ask once more does no harm, and keeping what everybody may read would fill the database.
            case Ending.Given _ when journey.call().operation().safe() -> new CallerKeys.End.Freed(key);
            case Ending.Given given ->
                new CallerKeys.End.Told(
                        key,
                        Optional.of(bookkeeping.kept(journey, given))
                                .filter(answer -> answer.body().bytes().length
                                        <= means.config().largestKeyed()));
            case Ending.Parked _ -> new CallerKeys.End.Told(key, Optional.empty());
            case Ending.Failed _ when !journey.mustNotBeSentAgain() -> new CallerKeys.End.Freed(key);
            case Ending.Failed _
            when journey.maybeCarriedOut() && journey.call().isKeyed() -> new CallerKeys.End.Doubtful(key);
            case Ending.Failed _ -> new CallerKeys.End.Told(key, Optional.empty());
        };
    }

    private static Unrecorded.Known known(Journey journey) {
        PlannedCall call = journey.call();
        return new Unrecorded.Known(
                call.id(),
                call.provider().id(),
                call.operation().name(),
                journey.lastStatus(),
                call.isKeyed() ? call.idempotencyKey() : Optional.empty());
    }

    /** Carries a call as far as it gets: kept answers, strike one, strike two. */
    Ending travel(Journey journey) {
        Kept.Look look = kept.look(journey.call());
        return switch (look.reuse()) {
            case Reuse.Give give -> given(look, give.answer());
            case Reuse.GiveMeanwhile meanwhile -> {
                if (look.renews()) {
                    renew(journey.call(), look);
                }
                yield given(look, meanwhile.answer());
            }
            case Reuse.Nothing _ -> nothingKept();
            case Reuse.Ask _ -> ask(journey, look);
        };
    }

    private Ending.Given given(Kept.Look look, KeptAnswer answer) {
        Instant now = means.clock().instant();
        Condition.Given given = kept.given(look, answer);
        return new Ending.Given(
                answer.isFresh(now) ? Source.CACHED : Source.STALE,
                given.status(),
                look.collapsed()
                        ? CacheStatus.collapsed(given.headers(), answer, now, Reuse.Why.URI_MISS)
                        : CacheStatus.hit(given.headers(), answer, now),
                given.body(),
                answer.age(now),
                Optional.empty(),
                Optional.empty(),
                "kept at " + answer.heardAt());
    }

    /** RFC 9111, section 5.2.1.7. */
    private static Ending.Given nothingKept() {
        return new Ending.Given(
                Source.SKIPPED,
                504,
                Map.of(),
                Body.EMPTY,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                "nothing is kept that may be given, and its caller takes nothing else (only-if-cached)");
    }

    /** As a call of its own, in the ledger like any other. */
    private void renew(PlannedCall stale, Kept.Look look) {
        Instant now = means.clock().instant();
        PlannedCall call = stale.anew(CallId.at(now, means.random()), now);
        boolean handedOver = false;
        try {
            aside.run(() -> {
                Journey journey = new Journey(call);
                boolean recorded = false;
                try {
                    if (conclude(journey, ask(journey, look.asking()), Optional.empty())
                            instanceof Outcome.Answered(Answer answer)) {
                        answer.body().flow().ifPresent(Calls::drain);
                    }
                    recorded = true;
                } finally {
                    if (!recorded) {
                        bookkeeping.settle(journey);
                    }
                }
            });
            handedOver = true;
        } finally {
            if (!handedOver) {
                kept.leave(look);
            }
        }
    }

    /** What nobody reads is kept all the same, or it is cut. */
    private static void drain(Flow flow) {
        try (InputStream bytes = flow.open()) {
            bytes.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            flow.cut();
        }
    }

    private Ending ask(Journey journey, Kept.Look look) {
        PlannedCall call = journey.call();
        Instant began = means.clock().instant();
        boolean left = false;
        try {
            Optional<Ending.Given> spared = sparing(journey);
            if (spared.isPresent()) {
                return spared.get();
            }
            look.confirm().ifPresent(answer -> journey.asking(Condition.confirming(call.headers(), answer)));
            switch (strikeOne.climb(call.tier(), Leg.first(means, journey))) {
                case StrikeOne.End.Answered answered -> {
                    Instant askedAt = journey.askedAt(answered.reply()).orElse(began);
                    Keeping.Heard heard = keeping.heard(call, look, answered.reply(), askedAt);
                    left = true;
                    return live(call, answered, heard);
                }
                case StrikeOne.End.Parked parked -> {
                    return new Ending.Parked(Optional.of(parked.symptom()), parked.notBefore());
                }
                case StrikeOne.End.Spent spent -> {
                    journey.asking(call.headers());
                    left = true;
                    kept.failed(call, look);
                    return alternatives(journey, spent);
                }
            }
        } finally {
            if (!left) {
                kept.leave(look);
            }
            keeping.changed(journey);
        }
    }

    /** While the quota is scarce, an older answer for calls that matter less than the quota. */
    private Optional<Ending.Given> sparing(Journey journey) {
        PlannedCall call = journey.call();
        if (call.tier() == Tier.CRITICAL || !call.operation().safe() || call.opensSocket()) {
            return Optional.empty();
        }
        Instant now = means.clock().instant();
        boolean scarce = means.fleet()
                .view(
                        call.provider().id(),
                        call.provider().baseUrl().toString(),
                        call.provider().credentials().stream().findFirst())
                .usageWarning();
        return (scarce ? kept.sparing(call) : Optional.<KeptAnswer>empty()).map(answer -> {
            journey.apply(
                    Symptom.USAGE_WARNING,
                    Remedy.USAGE_OPTIMIZATION,
                    now,
                    "four fifths or more of the provider's limit are used; kept "
                            + answer.age(now).toSeconds() + " s ago");
            journey.settle(true);
            return StrikeTwo.given(call, answer, now, Optional.of(Symptom.USAGE_WARNING));
        });
    }

    private static Ending live(PlannedCall call, StrikeOne.End.Answered answered, Keeping.Heard heard) {
        return new Ending.Given(
                answered.alternative() ? Source.ALTERNATIVE_ENDPOINT : Source.LIVE,
                heard.status(),
                heard.headers(),
                heard.body(),
                Duration.ZERO,
                Optional.of(answered.target()),
                Optional.empty(),
                answered.reply().status() == 401
                                && call.provider().credentials().isEmpty()
                        ? "provider '" + call.provider().id()
                                + "' has no credential of ours: what was not accepted, or is"
                                + " missing, is the caller's own"
                        : call.opensSocket() && answered.reply().status() == 101
                                ? "the WebSocket is open"
                                : answered.reply()
                                        .inside()
                                        .trouble()
                                        .map(trouble -> "the answer's content tells of errors: " + trouble)
                                        .orElse(""));
    }

    private Ending alternatives(Journey journey, StrikeOne.End.Spent spent) {
        Optional<Ending.Given> given = strikeTwo.take(journey, spent.symptom());
        if (given.isPresent()) {
            return given.get();
        }
        if (journey.call().tier() == Tier.NICE_TO_HAVE && !journey.mustNotBeSentAgain()) {
            return new Ending.Given(
                    Source.SKIPPED,
                    204,
                    Map.of(),
                    Body.EMPTY,
                    Duration.ZERO,
                    Optional.empty(),
                    Optional.of(spent.symptom()),
                    "nice to have, so it was let go: " + spent.reason());
        }
        journey.note(3, spent.symptom(), Optional.empty(), means.clock().instant(), spentStrikes(journey));
        return new Ending.Failed(spent.symptom(), spent.fault(), spent.reason());
    }

    private static String spentStrikes(Journey journey) {
        return journey.strikes().stream()
                        .anyMatch(strike ->
                                strike.number() == 2 && strike.remedy().isPresent())
                ? "both strikes are spent"
                : "strike one is spent, and there was nothing to try for strike two";
    }

    /**
     * What is parked: the request as it was asked, with the idempotency key that was or would have been sent, and whether
     * one that was sent may have been carried out.
     */
    private static Optional<ParkedCall> parked(Journey journey, Ending ending) {
        PlannedCall call = journey.call();
        return ending instanceof Ending.Parked parked
                ? Optional.of(new ParkedCall(
                        call.id(),
                        call.project().id(),
                        call.request().withIdempotencyKey(call.idempotencyKey()),
                        call.tier(),
                        parked.notBefore(),
                        0,
                        0,
                        journey.maybeCarriedOut(),
                        parked.symptom().isEmpty(),
                        journey.doubtfulSince()))
                : Optional.empty();
    }
}
