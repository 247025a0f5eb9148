package dev.heir.integration.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has shown wrong keys, and has to pause. The fleet counts together; an instance remembers pauses, so that a source that
 * goes on during its pause costs nobody a statement.
 */
@ApplicationScoped
public class Attempts {

    /** Whoever has more addresses than that to try from is not held up by remembering them. */
    private static final int MOST = 10_000;

    private final SharedAttempts shared;
    private final Clock clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    Attempts(SharedAttempts shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /** How long the source still pauses. */
    public Optional<Duration> pause(String source) {
        Instant end = until.get(source);
        if (end == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), end);
        if (left.isPositive()) {
            return Optional.of(left);
        }
        until.remove(source, end);
        return Optional.empty();
    }

    /** It has shown a wrong key. @return how long it has to pause, if that was one too many */
    public Optional<Duration> failed(String source) {
        Optional<Duration> still = pause(source);
        if (still.isPresent()) {
            return still;
        }
        Optional<Duration> pause = shared.failed(source);
        pause.ifPresent(time -> remember(source, clock.instant().plus(time)));
        return pause;
    }

    private void remember(String source, Instant end) {
        if (until.size() >= MOST) {
            until.clear();
        }
        until.put(source, end);
    }
}
