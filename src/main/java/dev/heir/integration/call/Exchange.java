package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Inside;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends one request of a leg and lets the ledger and the fleet see what came of it. */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final Means means;
    private final Journey journey;
    private final Witness witness;
    private final Admission admission;
    private final boolean signed;

    /** @param signed whether the requests carry a credential of ours */
    Exchange(Means means, Journey journey, Witness witness, Admission admission, boolean signed) {
        this.signed = signed;
        this.means = means;
        this.journey = journey;
        this.witness = witness;
        this.admission = admission;
    }

    /**
     * What came back, and what it means.
     *
     * @param against whether it speaks against the target
     * @param fault whose it is, where there is a symptom
     */
    record Seen(Reply reply, Optional<Symptom> symptom, ServerSaid said, boolean against, Optional<Fault> fault) {}

    /**
     * Sends it.
     *
     * @param permit its units, which come back when it does not leave
     * @param time from now to the last byte of the answer
     */
    Seen send(PlannedCall call, Entry entry, Signature signature, Permit permit, Duration time) {
        Instant started = means.clock().instant();
        asking(call);
        Reply reply = deliver(isItself(call) ? journey.asked() : call, entry.target(), signature, permit, time);
        return heard(call, entry, permit, time, reply, started, means.clock().instant());
    }

    /** Redirects of a request are further ones to the same provider, and each takes its units. */
    Wire.Hops hops(PlannedCall call) {
        return until -> admission.mayGoOn(call, means.clock().instant(), until);
    }

    /** The call itself, and not a read-back, nor the fallback's. */
    private boolean isItself(PlannedCall call) {
        return call.equals(journey.call());
    }

    void asking(PlannedCall call) {
        if (isItself(call)) {
            journey.asking();
        }
    }

    /** What a reply means, for the ledger, the fleet and the limits. */
    Seen heard(
            PlannedCall call, Entry entry, Permit permit, Duration time, Reply reply, Instant started, Instant ended) {
        Seen seen;
        try {
            seen = judged(call, time, reply);
        } catch (RuntimeException | Error trouble) {
            permit.unpaid();
            throw trouble;
        }
        // What came, and what is taken for it, first: the fleet may be out of reach.
        settle(call, seen, permit, started);
        if (isItself(call) && reply instanceof Reply.Responded responded) {
            journey.answered(responded, started);
        }
        witness.saw(entry, seen, started, ended);
        return seen;
    }

    private Seen judged(PlannedCall call, Duration time, Reply reply) {
        ServerSaid said = reply instanceof Reply.Responded responded
                ? ServerSaid.read(responded)
                        .atMost(means.clock().instant().plus(means.config().longestQuiet()))
                : ServerSaid.NOTHING;
        Optional<Symptom> symptom = symptom(reply, said);
        boolean hurried = reply.isOutOfTime() && isHurried(call, time);
        return new Seen(
                reply,
                symptom,
                said,
                !hurried
                        && symptom.filter(one -> Diagnosis.speaksAgainstTarget(reply, one))
                                .isPresent(),
                symptom.map(one -> hurried && !hasFailed() ? Fault.CALLER : Diagnosis.fault(reply, one)));
    }

    /** Its answer was no longer wanted: the provider may have worked on it and bills it then, and nothing speaks against anybody. */
    void cancelled(PlannedCall call, Entry entry, Permit permit, Instant started, Instant ended) {
        witness.sawCancelled(entry, started, ended);
        journey.charged(call, permit, started);
    }

    /** Whether there is nothing wrong with it. */
    boolean isGood(Reply reply) {
        return reply instanceof Reply.Responded responded
                && symptom(reply, ServerSaid.read(responded))
                        .filter(one -> one != Symptom.USAGE_WARNING)
                        .isEmpty();
    }

    private Optional<Symptom> symptom(Reply reply, ServerSaid said) {
        return signed ? Diagnosis.of(reply, said) : Diagnosis.ofUnsigned(reply, said);
    }

    /** Less time than the operation is due, and less than any provider is: who asks so shows nothing. */
    private boolean isHurried(PlannedCall call, Duration time) {
        return time.compareTo(call.operation().timeout()) < 0
                && time.compareTo(means.config().fairAttempt()) < 0;
    }

    /** Whether the provider had its chance before, in this call. */
    private boolean hasFailed() {
        return journey.attempts().stream().anyMatch(CallRecord.Attempt::countsAgainstTarget);
    }

    /** What is paid for the request is known when the call ends; for one that the provider did not work on, nothing is. */
    private void settle(PlannedCall call, Seen seen, Permit permit, Instant started) {
        switch (seen.reply()) {
            case Reply.NotSent _, Reply.Withheld _, Reply.NoRoom _ -> permit.giveBack();
            case Reply.Responded responded -> {
                charge(call, responded, permit, started);
                try {
                    limits(call, responded, seen, permit);
                } catch (RuntimeException trouble) { // what came is not lost for that
                    LOG.warnf(
                            trouble,
                            "what an answer of '%s' said of limits is not learnt",
                            call.provider().id());
                }
            }
            case Reply.TooLarge large -> charge(call, large, permit, started);
            case Reply.Lost _, Reply.Abandoned _ -> permit.unpaid();
        }
    }

    private void limits(PlannedCall call, Reply.Responded responded, Seen seen, Permit permit) {
        if (call.provider().id().equals(journey.call().provider().id())) {
            journey.remaining(permit.remaining());
        }
        permit.answered(responded.meaning() == 429
                || seen.symptom()
                        .filter(symptom -> symptom == Symptom.RATE_LIMIT_EXCEEDED)
                        .isPresent());
        stated(responded, permit);
        if (seen.said().isScarce() && responded.inside().budget().isEmpty()) {
            permit.remaining(
                    seen.said().remaining().orElseThrow(), seen.said().resetAt().orElseThrow());
        }
    }

    /** Points that are spoken of in the content: what a query took, and what is left of them. */
    private static void stated(Reply.Responded responded, Permit permit) {
        responded.inside().cost().ifPresent(points -> permit.took(Inside.POINTS, points));
        responded
                .inside()
                .budget()
                .filter(points -> !points.refills())
                .ifPresent(points -> permit.remaining(Inside.POINTS, points.remaining(), points.resetAt()));
    }

    private void charge(PlannedCall call, Reply reply, Permit permit, Instant started) {
        if (isCharged(reply)) {
            journey.charged(asItCost(call, reply), permit, started);
        } else {
            permit.unpaid();
        }
    }

    private static PlannedCall asItCost(PlannedCall call, Reply reply) {
        return reply instanceof Reply.Responded responded
                        && responded.inside().cost().isPresent()
                        && call.operation().costs().containsKey(Inside.POINTS)
                ? call.with(call.operation()
                        .withCost(Inside.POINTS, responded.inside().cost().getAsLong()))
                : call;
    }

    /** What the provider refused or never saw it does not bill; a WebSocket that it opened (101) it does. */
    static boolean isCharged(Reply reply) {
        return reply.meaning() == 101 || (reply.meaning() >= 200 && reply.meaning() < 400);
    }

    private Reply deliver(PlannedCall call, String target, Signature signature, Permit permit, Duration time) {
        boolean effect = !call.operation().safe();
        boolean left = false;
        try {
            if (effect) {
                journey.sending();
            }
            left = true;
            Reply reply = means.wire().send(call, target, signature, time, hops(call));
            if (effect) {
                journey.heard(reply);
            }
            return reply;
        } catch (RuntimeException | Error trouble) {
            if (left) {
                permit.unpaid();
            } else {
                permit.giveBack();
            }
            throw trouble;
        }
    }
}
