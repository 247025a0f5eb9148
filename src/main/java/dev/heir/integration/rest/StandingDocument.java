package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Phase;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Vitals;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A provider's standing on the wire, with the numbers it was judged by and their window.
 *
 * @param seen whether anything was: a colour without it is no news, good or bad
 * @param errorRate of attempts, 0 to 1; absent without traffic, as is all that cannot be known without
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StandingDocument(
        String provider,
        Colour colour,
        Phase phase,
        List<String> reasons,
        Instant since,
        Optional<Standing.Outage> outage,
        Window window,
        boolean seen,
        long calls,
        long answered,
        long letDown,
        Optional<Double> availability,
        long attempts,
        long failures,
        long limited,
        long refused,
        Optional<Double> errorRate,
        Optional<ResponseTime> responseTime) {

    /** What time the numbers are about. */
    @RegisterForReflection
    public record Window(Instant from, Instant until) {}

    /** Percentiles in milliseconds. */
    @RegisterForReflection
    public record ResponseTime(double p50Millis, double p95Millis, double p99Millis) {

        static ResponseTime of(Vitals.Latency latency) {
            return new ResponseTime(millis(latency.p50()), millis(latency.p95()), millis(latency.p99()));
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1_000_000.0;
        }
    }

    static StandingDocument of(Standing standing) {
        Vitals vitals = standing.vitals();
        return new StandingDocument(
                standing.provider(),
                standing.colour(),
                standing.phase(),
                standing.reasons(),
                standing.since(),
                standing.outage(),
                new Window(vitals.from(), vitals.until()),
                vitals.calls() > 0 || vitals.attempts() > 0,
                vitals.calls(),
                vitals.answered(),
                vitals.letDown(),
                vitals.availability(),
                vitals.attempts(),
                vitals.failures(),
                vitals.limited(),
                vitals.refused(),
                vitals.errorRate(),
                vitals.latency().map(ResponseTime::of));
    }
}
