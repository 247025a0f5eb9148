package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides from shared counts when a target is left alone, and when it is asked again.
 *
 * <p>It judges each target by itself: there is no share of healthy siblings below which it gives up, so the only host of
 * a provider is protected like any other.
 *
 * @param minimumVolume attempts within the window before a ratio means anything, at least 1
 * @param failureRatio from which share of failed attempts on it opens, above 0 and at most 1
 * @param slowRatio from which share of slow attempts on it opens, above 0 and at most 1
 * @param firstOpen how long it opens the first time
 * @param longestOpen how long it opens at most when the server does not say, at least {@code firstOpen}
 * @param probes how many calls may ask at a time whether the target is well again, at least 1
 */
public record CircuitBreaker(
        int minimumVolume,
        double failureRatio,
        double slowRatio,
        Duration firstOpen,
        Duration longestOpen,
        int probes) {

    /**
     * 10 attempts: a target that fails one time in twenty reaches five failures of ten once in 16,000 windows; and a
     * dead one is known after four calls with their retries. Half failed: below that a retry still answers three calls
     * of four. Four fifths slow: a slow answer is an answer, so nearly all must be. 5 s: a restart takes about that long,
     * and a deadline of 10 s may still see the probe. A minute: one probe a minute costs nothing, and nobody wants to
     * wait longer for a provider that is back. 3 probes: one instance may freeze with a probe in its hands.
     */
    public static final CircuitBreaker STANDARD =
            new CircuitBreaker(10, 0.5, 0.8, Duration.ofSeconds(5), Duration.ofMinutes(1), 3);

    public CircuitBreaker {
        if (minimumVolume < 1) {
            throw new IllegalArgumentException("minimumVolume must be at least 1, was " + minimumVolume);
        }
        requireShare("failureRatio", failureRatio);
        requireShare("slowRatio", slowRatio);
        if (!firstOpen.isPositive()) {
            throw new IllegalArgumentException("firstOpen must be positive, was " + firstOpen);
        }
        if (longestOpen.compareTo(firstOpen) < 0) {
            throw new IllegalArgumentException(
                    "longestOpen must be at least firstOpen " + firstOpen + ", was " + longestOpen);
        }
        if (probes < 1) {
            throw new IllegalArgumentException("probes must be at least 1, was " + probes);
        }
    }

    /** What a stored circuit is now: an open one whose time is up lets its probes pass. */
    public Circuit at(Circuit stored, Instant now) {
        return stored instanceof Circuit.Open(Instant since, Instant until) && !now.isBefore(until)
                ? new Circuit.HalfOpen(since, probes)
                : stored;
    }

    /** Whether a call may go to the target. In a half-open circuit it must claim a probe first. */
    public boolean passes(Circuit stored, Instant now) {
        return switch (at(stored, now)) {
            case Circuit.Closed() -> true;
            case Circuit.Open open -> false;
            case Circuit.HalfOpen(Instant since, int probesLeft) -> probesLeft > 0;
        };
    }

    /**
     * Until when the circuit opens after an attempt that was slow or spoke against the target; empty when it stays as it
     * is.
     *
     * @param current as stored when the attempt began
     * @param window counted since the circuit was last closed, this attempt included
     * @param serverSaid until when the target itself asked to be left alone: it is believed at once and to the instant,
     *     unless that instant is over
     */
    public Optional<Instant> opens(Circuit current, Window window, Optional<Instant> serverSaid, Instant now) {
        Optional<Instant> asked = serverSaid.filter(now::isBefore);
        return switch (at(current, now)) {
            case Circuit.Closed() ->
                asked.or(() -> isIll(window) ? Optional.of(now.plus(firstOpen)) : Optional.empty());
            case Circuit.Open(Instant since, Instant until) -> asked.filter(until::isBefore);
            case Circuit.HalfOpen(Instant since, int probesLeft) ->
                asked.or(() -> Optional.of(now.plus(again(since, now))));
        };
    }

    private boolean isIll(Window window) {
        return window.calls() >= minimumVolume
                && (window.failures() >= failureRatio * window.calls() || window.slow() >= slowRatio * window.calls());
    }

    /**
     * The time since the outage began and one first opening more: 5, 10, 20, 40 s, each twice the last, and nothing but
     * {@code since} has to be stored for it.
     */
    private Duration again(Instant since, Instant now) {
        Duration outage = Duration.between(since, now);
        Duration open = firstOpen.plus(outage.isNegative() ? Duration.ZERO : outage);
        return open.compareTo(longestOpen) > 0 ? longestOpen : open;
    }

    private static void requireShare(String name, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 1, was " + share);
        }
    }
}
