package dev.heir.integration.call;

import dev.heir.integration.provider.Operation;
import dev.heir.integration.strike.Repetition;
import java.time.Instant;
import java.util.Optional;

/** Whether a recorded call may be asked again, and how: what has an effect is not done twice by accident. */
final class Replay {

    private Replay() {}

    /**
     * What its caller decided.
     *
     * @param idempotencyKey another one than the first call's: its effect is wanted once more
     * @param again its effect is wanted once more, of a provider that takes no key
     */
    record Decision(Optional<String> idempotencyKey, boolean again) {}

    /**
     * The request as it may be sent; empty while its caller has to decide.
     *
     * @param kept with the key that was sent, if one was
     * @param firstSent when its key may have been sent first: by the call that it repeats, if it is a replay itself
     * @param operation as its provider's document has it today
     */
    static Optional<CallRequest> decide(
            CallRecord recorded,
            CallRequest kept,
            Instant firstSent,
            Operation operation,
            String id,
            Decision decision,
            Instant now) {
        CallRequest again = kept.again(id);
        if (decision.idempotencyKey().isPresent()) {
            return Optional.of(again.withIdempotencyKey(decision.idempotencyKey()));
        }
        boolean keyed = operation.idempotencyHeader().isPresent()
                && kept.idempotencyKey().isPresent()
                && Repetition.isRemembered(firstSent, now);
        return operation.safe() || keyed || decision.again() || isCertainlyUndone(recorded)
                ? Optional.of(again)
                : Optional.empty();
    }

    /** No attempt was answered with success, none is in doubt, and nobody else answered instead. */
    private static boolean isCertainlyUndone(CallRecord recorded) {
        return recorded.source().map(Source::isOurOwn).orElse(true)
                && !recorded.ambiguous()
                && recorded.attempts().stream().noneMatch(attempt -> attempt.status() >= 200 && attempt.status() < 400);
    }
}
