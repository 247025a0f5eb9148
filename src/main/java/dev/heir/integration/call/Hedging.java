package dev.heir.integration.call;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** After how long a second request makes sense, by what this process saw of each operation that may be hedged. */
@Singleton
final class Hedging {

    /** So many as documents declare; what is no longer declared is little. */
    private final Map<Name, Latencies> seen = new ConcurrentHashMap<>();

    private record Name(String provider, String operation) {
        static Name of(PlannedCall call) {
            return new Name(call.provider().id(), call.operation().name());
        }
    }

    static boolean isFor(PlannedCall call) {
        return call.operation().hedge()
                && call.operation().safe()
                && !call.asIs()
                && call.body().isWhole();
    }

    Optional<Duration> after(PlannedCall call) {
        return Optional.ofNullable(seen.get(Name.of(call))).flatMap(Latencies::p95);
    }

    void saw(PlannedCall call, Duration took) {
        seen.computeIfAbsent(Name.of(call), _ -> new Latencies()).saw(took);
    }
}
