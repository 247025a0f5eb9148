package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.quota.QuotaConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Calls whose caller does not wait for them, or not for long. They are parked as deferred ones are, so that none is lost
 * with its instance, and carried out at once by whoever is awake.
 */
@Singleton
public final class Later {

    /** Another instance may finish the call, and tells the ledger only. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Once once;
    private final Calls calls;
    private final Ledger ledger;
    private final ParkedHands hands;
    private final Endings endings;
    private final CallConfig config;
    private final boolean livesOn;
    private final Clock clock;

    Later(
            Once once,
            Calls calls,
            Ledger ledger,
            ParkedHands hands,
            Endings endings,
            CallConfig config,
            QuotaConfig process,
            Clock clock) {
        this.once = once;
        this.calls = calls;
        this.ledger = ledger;
        this.hands = hands;
        this.endings = endings;
        this.config = config;
        this.livesOn = process.livesOn();
        this.clock = clock;
    }

    /** @param followed what was preferred and done, in the words of RFC 7240; empty when the call was answered as any other */
    public record Told(Once.Heard heard, List<String> followed) {}

    /** @throws InvalidInput as {@link Once#answer} does, and for a call that must not be deferred and not be waited for */
    public Told answer(Project project, CallRequest request, Optional<String> key, Preference preference) {
        Preference followed = followed(project, request, preference);
        if (followed.equals(Preference.NONE)) {
            return new Told(once.answer(project, request, key), List.of());
        }
        Instant end = clock.instant().plus(shorter(followed.atMost().orElse(Duration.ZERO)));
        Once.Heard heard = once.answer(project, request, key, calls::accept);
        if (livesOn) {
            hands.ring();
        }
        return new Told(
                switch (heard) {
                    case Once.Heard.First(Outcome outcome) -> new Once.Heard.First(waited(project, outcome, end));
                    case Once.Heard.Again(Outcome outcome) -> new Once.Heard.Again(waited(project, outcome, end));
                    case Once.Heard.UnderWay _, Once.Heard.UsedOtherwise _, Once.Heard.NotKept _ -> heard;
                },
                followed.words());
    }

    /**
     * What cannot be kept is answered while its caller waits. A function is frozen as soon as it has answered, so it can
     * leave a call to others, and cannot come back from one in the middle.
     */
    Preference followed(Project project, CallRequest request, Preference preference) {
        if (preference.async() && !request.mayDefer()) {
            throw new InvalidInput("defer", "false", "contradicts 'Prefer: respond-async'");
        }
        if (!calls.mayPark(project, request)) {
            return Preference.NONE;
        }
        return livesOn ? preference : new Preference(preference.async(), Optional.empty());
    }

    private Duration shorter(Duration wait) {
        Duration longest = config.deadline().longest();
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    private Outcome waited(Project project, Outcome outcome, Instant end) {
        return clock.instant().isBefore(end) && isDeferred(outcome)
                ? ended(project, outcome.id(), end).orElse(outcome)
                : outcome;
    }

    private static boolean isDeferred(Outcome outcome) {
        return outcome instanceof Outcome.Answered(Answer answer) && answer.source() == Source.DEFERRED;
    }

    /** What the call came to, if it did by then. */
    private Optional<Outcome> ended(Project project, DprId id, Instant end) {
        Ledger.Recorded found = ledger.find(project.id(), id.toString()).orElseThrow();
        UUID call = found.call().id();
        try {
            boolean goesOn = true;
            while (isDeferred(found.call()) && goesOn) {
                CountDownLatch ending = endings.expect(call);
                found = ledger.find(project.id(), id.toString()).orElseThrow();
                Duration left = Duration.between(clock.instant(), end);
                goesOn = left.isPositive() && (!isDeferred(found.call()) || Endings.await(ending, least(left)));
            }
            return isDeferred(found.call()) ? Optional.empty() : Optional.of(Once.again(found, clock.instant()));
        } finally {
            endings.forget(call);
        }
    }

    private static boolean isDeferred(CallRecord call) {
        return call.source().equals(Optional.of(Source.DEFERRED));
    }

    private static Duration least(Duration left) {
        return left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
    }
}
