package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a failed request did all the same, as far as that can be found out. */
final class Doubt {

    private final Means means;
    private final Journey journey;
    private final PlannedCall call;
    private final Endpoints endpoints;
    private final Exchange exchange;

    Doubt(Means means, Journey journey, PlannedCall call, Endpoints endpoints, Exchange exchange) {
        this.means = means;
        this.journey = journey;
        this.call = call;
        this.endpoints = endpoints;
        this.exchange = exchange;
    }

    /** How the doubt ends. */
    sealed interface Verdict {

        /** The read-back shows what the request should have made. */
        record Answered(Reply.Responded evidence) implements Verdict {}

        /** It failed; whether it may be sent again is in it. */
        record Failed(Failure failure) implements Verdict {}
    }

    Verdict settle(String target, Exchange.Seen seen, Symptom symptom, Signature signature) {
        boolean mayRepeat = Repetition.mayRepeat(call.operation().safe(), call.isKeyed(), seen.reply());
        Repetition.Standing standing = Repetition.standing(seen.reply());
        journey.standing(standing);
        String detail = Witness.describe(seen.reply());
        if (!mayRepeat && standing == Repetition.Standing.UNKNOWN) {
            switch (readBack(target, signature)) {
                case ReadBack.Finding.CarriedOut(Reply.Responded evidence) -> {
                    journey.outcomeIsKnown();
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
                    mayRepeat = true;
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
                seen.reply() instanceof Reply.NotSent,
                false,
                detail));
    }

    private ReadBack.Finding readBack(String target, Signature signature) {
        Optional<PlannedCall> question = ReadBack.question(call);
        Instant now = means.clock().instant();
        Duration left = Duration.between(now, call.deadline());
        if (question.isEmpty() || left.compareTo(means.config().leastAttempt()) < 0) {
            return new ReadBack.Finding.Unknown();
        }
        return endpoints
                .enter(target, now, left)
                .map(entry -> ReadBack.judge(
                        exchange.send(question.get(), entry, signature, left).reply()))
                .orElseGet(ReadBack.Finding.Unknown::new);
    }
}
