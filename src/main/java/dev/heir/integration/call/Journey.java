package dev.heir.integration.call;

import dev.heir.integration.provider.Money;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.quota.Remaining;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to one call so far. One thread at a time writes to it. */
final class Journey {

    private final PlannedCall call;
    private final List<CallRecord.Attempt> attempts = new ArrayList<>();
    private final List<CallRecord.Strike> strikes = new ArrayList<>();
    private CallRecord.@Nullable Strike pending;
    private boolean maybeCarriedOut;
    private boolean carriedOut;
    private boolean resumed;
    private boolean wasParked;
    private Runnable beforeSending = () -> {};
    private Optional<Instant> sentBefore = Optional.empty();
    private boolean underway;
    private boolean acted;
    private boolean abandoned;
    private Optional<Integer> lastStatus = Optional.empty();
    private Optional<Ledger.Content> said = Optional.empty();
    private final IdentityHashMap<Reply, Instant> answeredAskedAt = new IdentityHashMap<>();
    private Optional<Instant> outageSince = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();
    private Optional<String> refusedBy = Optional.empty();
    private Optional<Remaining> remaining = Optional.empty();
    private final List<Charged> charged = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private Map<String, String> asking;

    Journey(PlannedCall call) {
        this.call = call;
        this.asking = call.headers();
    }

    /** What the call's own provider is asked with: its caller's headers, or those that let it confirm what is kept. */
    void asking(Map<String, String> headers) {
        asking = headers;
    }

    PlannedCall asked() {
        return asking.equals(call.headers())
                ? call
                : call.as(call.provider(), call.operation(), call.pathAndQuery(), asking, call.body(), call.asIs());
    }

    PlannedCall call() {
        return call;
    }

    /**
     * What a provider answered to a request that may have changed something there.
     *
     * @param call as it was sent, to whichever provider
     */
    record Effect(PlannedCall call, String target, Reply.Responded reply) {}

    List<Effect> effects() {
        return effects;
    }

    void answered(PlannedCall sent, String target, Reply.Responded reply) {
        if (!sent.operation().safe()) {
            effects.add(new Effect(sent, target, reply));
        }
    }

    List<CallRecord.Attempt> attempts() {
        return attempts;
    }

    void attempted(CallRecord.Attempt attempt) {
        attempts.add(attempt);
    }

    int nextAttempt() {
        return attempts.size() + 1;
    }

    /** How often an endpoint was asked in this call. */
    long asked(String target) {
        return attempts.stream()
                .filter(attempt -> attempt.target().equals(target))
                .count();
    }

    /** A remedy is being applied; {@link #settle} tells whether it worked. */
    void apply(Symptom symptom, Remedy remedy, Instant at, String detail) {
        settle(false);
        pending = new CallRecord.Strike(remedy.strike(), symptom, Optional.of(remedy), false, at, detail);
    }

    /** What became of the remedy applied last; nothing when none was. */
    void settle(boolean worked) {
        if (pending != null) {
            strikes.add(new CallRecord.Strike(
                    pending.number(), pending.symptom(), pending.remedy(), worked, pending.at(), pending.detail()));
            pending = null;
        }
    }

    /** Something worth knowing that was not a remedy applied: why one was passed over, why a strike ended. */
    void note(int strike, Symptom symptom, Optional<Remedy> remedy, Instant at, String detail) {
        settle(false);
        strikes.add(new CallRecord.Strike(strike, symptom, remedy, false, at, detail));
    }

    List<CallRecord.Strike> strikes() {
        settle(false);
        return strikes;
    }

    /** It was parked, and goes on. */
    void resume(ParkedCall waiting) {
        wasParked = true;
        resumed = !waiting.untried();
        if (waiting.sendBegan()) {
            wasSentBefore(waiting.keyKnownSince());
        }
    }

    /** An earlier request for the same may have been carried out. */
    void wasSentBefore(Instant firstSent) {
        sentBefore = Optional.of(firstSent);
        standing(Repetition.Standing.UNKNOWN);
    }

    /** When the request was sent first that may have been carried out; empty when there is none. */
    Optional<Instant> doubtfulSince() {
        return maybeCarriedOut
                ? sentBefore
                        .or(() -> attempts.stream().findFirst().map(CallRecord.Attempt::startedAt))
                        .or(() -> Optional.of(call.receivedAt()))
                : Optional.empty();
    }

    /** Whether, sent at this time, it is carried out once whatever became of it before. */
    boolean isProtected(Instant again) {
        return doubtfulSince()
                .map(since -> call.isKeyed() && Repetition.isRemembered(since, again))
                .orElse(true);
    }

    boolean wasParked() {
        return wasParked;
    }

    /** Whether it was tried before it was parked. */
    boolean isResumed() {
        return resumed;
    }

    /** A request is about to leave: until {@link #heard}, nobody knows what it does. */
    void sending() {
        beforeSending.run();
        beforeSending = () -> {};
        underway = true;
    }

    /** What is done once, before the first request with an effect leaves; what it throws keeps it from leaving. */
    void beforeSending(Runnable first) {
        beforeSending = first;
    }

    void heard(Reply reply) {
        underway = false;
        abandoned |= reply instanceof Reply.Abandoned;
        if (reply.status() > 0) {
            lastStatus = Optional.of(reply.status());
        }
        acted |= switch (Repetition.standing(reply)) {
            case NOT_RECEIVED, REFUSED -> false;
            case UNKNOWN, CARRIED_OUT -> true;
        };
    }

    /** The call itself is sent once more: what was answered before says nothing about it. */
    void asking() {
        answeredAskedAt.clear();
        said = Optional.empty();
    }

    /**
     * What the call's own provider answered.
     *
     * @param askedAt when the request left
     */
    void answered(Reply.Responded reply, Instant askedAt) {
        answeredAskedAt.put(reply, askedAt);
        said = Optional.of(new Ledger.Content(reply.status(), reply.headers(), reply.body()));
    }

    /** When the request left that was answered so; it may have waited long before. */
    Optional<Instant> askedAt(Reply reply) {
        return Optional.ofNullable(answeredAskedAt.get(reply));
    }

    Optional<Ledger.Content> said() {
        return said;
    }

    /** Whether who asked went away while the request was on its way. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether anything with an effect may have been done in this call, whatever was found out about it later. */
    boolean mayHaveActed() {
        return (underway || acted) && !call.operation().safe();
    }

    /** What a provider answered last, if one did. */
    Optional<Integer> lastStatus() {
        return lastStatus;
    }

    /** Remembers that a request of ours may have had its effect, until a later answer makes it certain. */
    void standing(Repetition.Standing standing) {
        if (standing == Repetition.Standing.UNKNOWN && !call.operation().safe()) {
            maybeCarriedOut = true;
        }
        if (standing == Repetition.Standing.CARRIED_OUT && !call.operation().safe()) {
            maybeCarriedOut = false;
            carriedOut = true;
        }
    }

    /** It is certain that the request had its effect, although there is no answer to give. */
    boolean carriedOut() {
        return carriedOut;
    }

    /** Whether sending it once more could have its effect twice. */
    boolean mustNotBeSentAgain() {
        return maybeCarriedOut || carriedOut;
    }

    /** An answer, or a read-back, made it certain what the request did. */
    void outcomeIsKnown() {
        maybeCarriedOut = false;
    }

    boolean maybeCarriedOut() {
        return maybeCarriedOut;
    }

    /** What is left of the tightest limit of the call's own provider, when it was asked last. */
    void remaining(Optional<Remaining> left) {
        remaining = left;
    }

    Optional<Remaining> remaining() {
        return remaining;
    }

    /** One of our own limits had no room for it. */
    void refusedBy(String limit) {
        refusedBy = Optional.of(limit);
    }

    Optional<String> refusedBy() {
        return refusedBy;
    }

    /** @param asked how the provider was asked that worked on it, and what is set aside for that */
    private record Charged(PlannedCall asked, Optional<Permit> permit, Instant sentAt) {
        boolean isBy(String provider) {
            return asked.provider().id().equals(provider);
        }
    }

    /** A provider worked on a request and will charge for it. */
    void charged(PlannedCall asked, Permit permit, Instant sentAt) {
        charged.add(new Charged(asked, Optional.of(permit), sentAt));
    }

    /** It did so after all, as another request showed: what was set aside came back, and is paid with that one. */
    void chargedAfterAll(PlannedCall asked, Instant shown) {
        charged.add(new Charged(asked, Optional.empty(), shown));
    }

    /** When the first request was sent that somebody will charge for: that is when the limiter counts it. */
    Optional<Instant> firstCharged() {
        return charged.stream().findFirst().map(Charged::sentAt);
    }

    /** The requests for which each provider will charge. */
    Map<String, List<PlannedCall>> billed() {
        Map<String, List<PlannedCall>> billed = new LinkedHashMap<>();
        charged.forEach(one -> billed.computeIfAbsent(one.asked().provider().id(), _ -> new ArrayList<>())
                .add(one.asked()));
        return billed;
    }

    /** What all requests to a provider cost together. @return which budgets counted it */
    Permit.Counted paid(String provider, Money cost) {
        List<Permit> its = charged.stream()
                .filter(one -> one.isBy(provider))
                .flatMap(one -> one.permit().stream())
                .toList();
        Permit.Counted counted =
                its.stream().findFirst().map(permit -> permit.paid(cost)).orElse(Permit.Counted.NOWHERE);
        its.stream().skip(1).forEach(Permit::unpaid);
        charged.removeIf(one -> one.isBy(provider));
        return counted;
    }

    /** The call's own provider is not to be reached by any of its endpoints. */
    void outageSince(Instant since) {
        outageSince = Optional.of(since);
    }

    Optional<Instant> outageSince() {
        return outageSince;
    }

    /** When it makes sense to ask the call's own provider again, as far as we were told; the latest counts. */
    void retryAt(Instant at) {
        retryAt = retryAt.filter(at::isBefore).or(() -> Optional.of(told(at)));
    }

    /** As it is told: to the millisecond, and never too early. */
    static Instant told(Instant at) {
        Instant full = at.truncatedTo(ChronoUnit.MILLIS);
        return full.equals(at) ? full : full.plusMillis(1);
    }

    Optional<Instant> retryAt() {
        return retryAt;
    }
}
