package dev.heir.integration.call;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks what a recorded call asked once more, as a new call that refers to it. */
@Singleton
public final class Replays {

    private final Ledger ledger;
    private final Calls calls;
    private final Later later;
    private final CallConfig config;
    private final Clock clock;

    Replays(Ledger ledger, Calls calls, Later later, CallConfig config, Clock clock) {
        this.ledger = ledger;
        this.calls = calls;
        this.later = later;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What is to be asked again.
     *
     * @param id of the recorded call
     * @param idempotencyKey another one than the first call's: its effect is wanted once more
     * @param again its effect is wanted once more, of a provider that takes no key
     */
    public record Wish(String id, Optional<String> idempotencyKey, boolean again) {}

    /** What comes of it. */
    public sealed interface Result {

        record Told(Later.Told told) implements Result {}

        /** There is no such call of the project. */
        record Unknown() implements Result {}

        record StillWaiting() implements Result {}

        /** @param why what is known of a call does not include its request */
        record NotKept(String why) implements Result {}

        /** Its effect could happen twice, and its caller has to say whether that is wanted. */
        record Undecided(String operation, boolean ambiguous) implements Result {}
    }

    /**
     * @param key of the caller for this replay
     * @throws InvalidInput as the call itself does, when its provider's document no longer fits it
     */
    public Result answer(Project project, Wish wish, Optional<String> key, Preference preference) {
        Optional<Ledger.Recorded> found = ledger.find(project.id(), wish.id());
        if (found.isEmpty()) {
            return new Result.Unknown();
        }
        CallRecord recorded = found.get().call();
        if (recorded.source().equals(Optional.of(Source.DEFERRED))) {
            return new Result.StillWaiting();
        }
        Optional<CallRequest> kept = ledger.asked(found.get());
        if (kept.isEmpty()) {
            return new Result.NotKept(why(recorded));
        }
        Operation operation = calls.plan(project, kept.get()).operation();
        check(wish, operation);
        return Replay.decide(
                        recorded,
                        kept.get(),
                        firstSent(project, found.get(), kept.get().idempotencyKey()),
                        operation,
                        found.get().id().toString(),
                        new Replay.Decision(wish.idempotencyKey(), wish.again()),
                        clock.instant())
                .<Result>map(request -> new Result.Told(later.answer(
                        project, request, key.or(() -> keyOf(found.get().id(), operation, wish)), preference)))
                .orElseGet(() -> new Result.Undecided(operation.name(), recorded.ambiguous()));
    }

    /** A replay of a replay has the first one's key, and the provider knows it since then. */
    private Instant firstSent(Project project, Ledger.Recorded found, Optional<String> key) {
        Ledger.Recorded first = found;
        Set<DprId> seen = new HashSet<>();
        while (key.isPresent() && seen.add(first.id())) {
            Optional<Ledger.Recorded> before = first.call()
                    .asked()
                    .replayOf()
                    .flatMap(id -> ledger.find(project.id(), id))
                    .filter(earlier -> ledger.asked(earlier)
                            .flatMap(CallRequest::idempotencyKey)
                            .equals(key));
            first = before.orElse(first);
        }
        return first.call().receivedAt();
    }

    /** Two people with the same case file, or one who presses twice, want one effect: the first replay's is told again. */
    private static Optional<String> keyOf(DprId first, Operation operation, Wish wish) {
        boolean onceMore = wish.again() || wish.idempotencyKey().isPresent();
        return operation.safe() || onceMore ? Optional.empty() : Optional.of("replay of " + first);
    }

    private static void check(Wish wish, Operation operation) {
        if (wish.idempotencyKey().isPresent() && operation.idempotencyHeader().isEmpty()) {
            throw new InvalidInput(List.of(new Flaw(
                    "idempotencyKey",
                    "[not shown]",
                    "operation '" + operation.name() + "' takes none: \"again\": true has its effect once more")));
        }
    }

    private String why(CallRecord recorded) {
        String answered =
                recorded.source().map(source -> "it was answered " + source).orElse("it was not answered");
        return answered + ", and its request is not kept: 'integration.call.record-requests' is "
                + config.recordRequests().name().toLowerCase(Locale.ROOT)
                + ", and never are requests that were passed on as they are, with headers that may be secrets, or with"
                + " more than " + config.largestRecorded() + " bytes";
    }
}
