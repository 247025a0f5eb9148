package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What a failed request did all the same, as far as that can be found out. */
final class Doubt {

    private static final Logger LOG = Logger.getLogger(Doubt.class);

    /** Longer than any limit is closed between two of its windows: to know what was done is worth that. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(1);

    private final Means means;
    private final Journey journey;
    private final PlannedCall call;
    private final Endpoints endpoints;
    private final Admission admission;
    private final Exchange exchange;

    Doubt(Means means, Journey journey, PlannedCall call, Endpoints endpoints, Admission admission, Exchange exchange) {
        this.means = means;
        this.journey = journey;
        this.call = call;
        this.endpoints = endpoints;
        this.admission = admission;
        this.exchange = exchange;
    }

    /** How the doubt ends. */
    sealed interface Verdict {

        /** The read-back shows what the request should have made. */
        record Answered(Reply.Responded evidence) implements Verdict {}

        /** It failed; whether it may be sent again is in it. */
        record Failed(Failure failure) implements Verdict {}
    }

    /**
     * @param symptom of the reply; of what made it doubtful where the reply is a conflict
     */
    Verdict settle(String target, Exchange.Seen seen, Symptom symptom, Signature signature) {
        boolean gone = call.body().isSpent();
        boolean mayRepeat = !gone && Repetition.mayRepeat(call.operation().safe(), call.isKeyed(), seen.reply());
        Repetition.Standing standing = Repetition.standing(seen.reply());
        journey.standing(standing);
        String detail =
                Witness.describe(seen.reply()) + (gone ? "; the request's body was passed on and not kept" : "");
        // A conflict cannot be waited for as long as it takes: where there is something to look at, look.
        if (standing == Repetition.Standing.UNKNOWN
                && (!mayRepeat || seen.symptom().isEmpty())) {
            switch (found(target, seen, signature)) {
                case ReadBack.Finding.CarriedOut(Reply.Responded evidence) -> {
                    journey.outcomeIsKnown();
                    if (!Exchange.isCharged(seen.reply())) {
                        journey.chargedAfterAll(call, means.clock().instant());
                    }
                    journey.note(
                            1,
                            symptom,
                            Optional.empty(),
                            means.clock().instant(),
                            detail + "; '" + call.operation().readBack().orElse("")
                                    + "' shows that it was carried out");
                    return new Verdict.Answered(evidence);
                }
                case ReadBack.Finding.NotCarriedOut _ -> {
                    journey.outcomeIsKnown();
                    mayRepeat = !gone;
                    detail += "; the read-back shows that it was not carried out";
                }
                case ReadBack.Finding.Unknown _ -> detail += "; whether it was carried out is not known";
            }
        }
        return new Verdict.Failed(new Failure(
                symptom,
                target,
                seen.said().retryAt(),
                mayRepeat,
                standing == Repetition.Standing.NOT_RECEIVED,
                false,
                seen.reply() instanceof Reply.Withheld || seen.reply() instanceof Reply.TooLarge,
                seen.fault().orElseGet(() -> Diagnosis.fault(symptom)),
                detail));
    }

    /** Trouble of ours with the question leaves the doubt: the call itself is told and recorded. */
    private ReadBack.Finding found(String target, Exchange.Seen seen, Signature signature) {
        try {
            return readBack(target, seen, signature);
        } catch (RuntimeException trouble) {
            LOG.warnf(trouble, "what a request did at '%s' could not be read back", target);
            return new ReadBack.Finding.Unknown();
        }
    }

    /** Asks what the request did: when its effect must show, if the call has so long, and never while told to wait. */
    private ReadBack.Finding readBack(String target, Exchange.Seen seen, Signature signature) {
        Optional<PlannedCall> question = ReadBack.question(call);
        Instant heard = means.clock().instant();
        Optional<Instant> allowed = allowed(target, seen, heard);
        if (question.isEmpty() || allowed.isEmpty() || !fits(allowed.get())) {
            return new ReadBack.Finding.Unknown();
        }
        // Declared or not, it is never settled before the provider may be asked.
        Optional<Instant> settled = call.operation().readBackAfter().map(heard::plus);
        Instant at = settled.filter(shows -> shows.isAfter(allowed.get()))
                .filter(this::fits)
                .orElse(allowed.get());
        if (at.isAfter(heard)) {
            means.pause().sleep(Duration.between(heard, at));
        }
        Optional<Permit> permit =
                admission.unitsSoon(question.get(), latest(means.clock().instant()));
        Instant now = means.clock().instant();
        Duration left = Duration.between(now, call.deadline());
        boolean shows = settled.filter(instant -> !instant.isAfter(now)).isPresent();
        Optional<Entry> entry;
        try {
            entry = permit.isEmpty() ? Optional.empty() : endpoints.enter(target, now, left);
        } catch (RuntimeException | Error trouble) {
            permit.ifPresent(Permit::giveBack);
            throw trouble;
        }
        if (entry.isEmpty()) {
            permit.ifPresent(Permit::giveBack);
            return new ReadBack.Finding.Unknown();
        }
        return ReadBack.judge(
                exchange.send(question.get(), entry.get(), signature, permit.orElseThrow(), left)
                        .reply(),
                shows);
    }

    /** From when on the target may be asked at all; empty when nobody can say. */
    private Optional<Instant> allowed(String target, Exchange.Seen seen, Instant now) {
        Optional<Instant> throttled = endpoints.view(target).throttledUntil();
        return endpoints.from(target, now).map(from -> Stream.of(
                        Optional.of(from), throttled, seen.said().retryAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(now));
    }

    /** Until when it may wait for its turn. */
    private Instant latest(Instant now) {
        Instant fitting = call.deadline().minus(means.config().leastAttempt());
        Instant worth = now.plus(WORTH_WAITING);
        return worth.isBefore(fitting) ? worth : fitting;
    }

    private boolean fits(Instant start) {
        return !start.plus(means.config().leastAttempt()).isAfter(call.deadline());
    }
}
