package dev.heir.integration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was measured of one provider, from real traffic and probes alike.
 *
 * @param from where the window begins; every number is about {@code from} to {@code until}
 * @param calls that were meant for the provider, however they ended; those answered fresh from the cache are not among
 *     them, for they say nothing about the provider
 * @param answered calls that the provider itself answered, at its primary or an alternative endpoint
 * @param letDown calls that it should have answered and did not: it failed, and they were answered otherwise or
 *     not at all
 * @param attempts requests sent to it
 * @param failures attempts that speak against it: timed out, or found it unavailable
 * @param limited attempts refused for a limit
 * @param refused attempts whose credential was not accepted, which is ours to mend and no outage of theirs
 * @param latency of attempts that brought an answer; empty when none did
 */
public record Vitals(
        Instant from,
        Instant until,
        long calls,
        long answered,
        long letDown,
        long attempts,
        long failures,
        long limited,
        long refused,
        Optional<Latency> latency) {

    /** Response times as percentiles. */
    public record Latency(Duration p50, Duration p95, Duration p99) {}

    /** Nobody asked. */
    public static Vitals none(Instant from, Instant until) {
        return new Vitals(from, until, 0, 0, 0, 0, 0, 0, 0, Optional.empty());
    }

    /** Share of attempts that failed, 0 to 1; empty without attempts: no traffic is not a rate of zero. */
    public Optional<Double> errorRate() {
        return share(failures, attempts);
    }

    /** Share of the calls it should have answered that it did answer, 0 to 1; empty when there were none. */
    public Optional<Double> availability() {
        return share(answered, answered + letDown);
    }

    private static Optional<Double> share(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
