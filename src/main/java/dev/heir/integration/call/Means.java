package dev.heir.integration.call;

import dev.heir.integration.credential.Credentials;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.quota.Quota;
import dev.heir.integration.strike.CircuitBreaker;
import dev.heir.integration.strike.RetryBudget;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What a call on its way works with. */
@Singleton
final class Means {

    private final Clock clock;
    private final RandomGenerator random;
    private final Pause pause;
    private final CallConfig config;
    private final Fleet fleet;
    private final Credentials credentials;
    private final Redaction redaction;
    private final Wire wire;
    private final Quota quota;
    private final Hedging hedging;
    private final ParkedRoom room;

    Means(
            Clock clock,
            RandomGenerator random,
            Pause pause,
            CallConfig config,
            Fleet fleet,
            Credentials credentials,
            Redaction redaction,
            Wire wire,
            Quota quota,
            Hedging hedging,
            ParkedRoom room) {
        this.clock = clock;
        this.random = random;
        this.pause = pause;
        this.config = config;
        this.fleet = fleet;
        this.credentials = credentials;
        this.redaction = redaction;
        this.wire = wire;
        this.quota = quota;
        this.hedging = hedging;
        this.room = room;
    }

    Clock clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    Pause pause() {
        return pause;
    }

    CallConfig config() {
        return config;
    }

    Fleet fleet() {
        return fleet;
    }

    Credentials credentials() {
        return credentials;
    }

    Redaction redaction() {
        return redaction;
    }

    Wire wire() {
        return wire;
    }

    Quota quota() {
        return quota;
    }

    Hedging hedging() {
        return hedging;
    }

    ParkedRoom room() {
        return room;
    }

    CircuitBreaker breaker() {
        return CircuitBreaker.STANDARD;
    }

    RetryBudget retryBudget() {
        return RetryBudget.STANDARD;
    }
}
