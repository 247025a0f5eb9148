package dev.heir.integration.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Callers' keys in memory. */
final class FakeKeys implements CallerKeys {

    /** Whose a key is, until when, and what came of it. */
    record Held(CallerKey key, Instant until, Instant firstUsed, Optional<Ledger.Recorded> ended) {}

    final Map<String, Held> held = new HashMap<>();
    private final Clock clock;

    FakeKeys(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Claim claim(CallerKey key, UUID call, Instant receivedAt, Duration lease) {
        Instant now = clock.instant();
        Optional<Held> other = Optional.ofNullable(held.get(key.key()));
        if (other.isPresent() && !other.get().key().equals(key)) {
            return new Claim.Otherwise();
        }
        Optional<Ledger.Recorded> ended = other.flatMap(Held::ended);
        if (ended.isPresent()) {
            return new Claim.Ended(ended.get());
        }
        Duration left = other.map(was -> Duration.between(now, was.until())).orElse(Duration.ZERO);
        if (left.isPositive()) {
            return new Claim.UnderWay(left);
        }
        held.put(
                key.key(),
                new Held(key, now.plus(lease), other.map(Held::firstUsed).orElse(now), Optional.empty()));
        return new Claim.Ours(other.map(Held::firstUsed));
    }

    @Override
    public void release(CallerKey key, UUID call) {
        held.remove(key.key());
    }

    void end(CallerKeys.End end, Ledger.Recorded call) {
        CallerKey key = end.key();
        switch (end) {
            case CallerKeys.End.Told told ->
                held.put(
                        key.key(),
                        new Held(
                                key,
                                clock.instant(),
                                clock.instant(),
                                Optional.of(new Ledger.Recorded(call.id(), call.call(), told.answer()))));
            case CallerKeys.End.Freed _ -> held.remove(key.key());
            case CallerKeys.End.Doubtful _ ->
                held.put(
                        key.key(),
                        new Held(
                                key,
                                clock.instant(),
                                Objects.requireNonNull(held.get(key.key())).firstUsed(),
                                Optional.empty()));
        }
    }
}
