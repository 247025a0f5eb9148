package dev.heir.integration.call;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls of one project may wait: what one leaves to be done later must not become everybody's backlog. */
@Singleton
final class ParkedRoom {

    /** Counting costs a look at as many rows of an index: a project that parks a thousand a second has them counted once. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final ParkedCalls parked;
    private final CallConfig config;
    private final Clock clock;
    private final Map<String, Known> counts = new ConcurrentHashMap<>();

    ParkedRoom(ParkedCalls parked, CallConfig config, Clock clock) {
        this.parked = parked;
        this.config = config;
        this.clock = clock;
    }

    private record Known(boolean full, Instant at) {}

    /**
     * Whether the project has to do without: its calls are answered while their callers wait, or told when to come back.
     *
     * @throws Ledger.LedgerUnavailable when that cannot be known
     */
    boolean isFull(String project) {
        Instant now = clock.instant();
        Known known = counts.get(project);
        if (known == null || Duration.between(known.at, now).abs().compareTo(KNOWN_FOR) >= 0) {
            int most = config.mostParked();
            known = new Known(parked.waiting(project, most) >= most, now);
            counts.put(project, known);
        }
        return known.full;
    }
}
