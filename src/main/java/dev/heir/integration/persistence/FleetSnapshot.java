package dev.heir.integration.persistence;

import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What PostgreSQL held at one moment about all targets and providers that matter, in this instance's time.
 *
 * @param generation how many changes of this instance's own had been written before it was read
 * @param readAt by this instance's clock
 * @param ahead how far this instance's clock is ahead of the database's; zero when it may be the way between them
 * @param quiet until when those targets asked to be left alone whose circuits are not closed
 * @param recovered since when the circuits that were closed within the last minute have been
 * @param targets counts of the other instances, since the target recovered
 * @param providers counts of the other instances
 */
record FleetSnapshot(
        long generation,
        Instant readAt,
        Duration ahead,
        Map<String, Circuit> circuits,
        Map<String, Instant> quiet,
        Map<String, Instant> recovered,
        Map<Scope, Instant> throttles,
        Map<Scope, Instant> warnings,
        Map<String, Window> targets,
        Map<String, Window> providers) {

    static final Duration OLDEST = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMillis(500);

    /** A provider as one credential sees it; the credential is empty for everyone. */
    record Scope(String provider, String credential) {}

    /** Not used any longer than that, nor when the clock was set back. */
    boolean isRecent(Instant now) {
        return isYoungerThan(OLDEST, now);
    }

    /** Nobody needs to read it anew. */
    boolean isFresh(Instant now) {
        return isYoungerThan(FRESH, now);
    }

    private boolean isYoungerThan(Duration most, Instant now) {
        Duration age = Duration.between(readAt, now);
        return !age.isNegative() && age.compareTo(most) < 0;
    }

    FleetSnapshot withThrottle(Scope scope, Instant until) {
        return with(circuits, quiet, recovered, later(throttles, scope, until), warnings);
    }

    FleetSnapshot withWarning(Scope scope, Instant until) {
        return with(circuits, quiet, recovered, throttles, later(warnings, scope, until));
    }

    /** As the database opens it: for no shorter than it is open already, and since the outage began. */
    FleetSnapshot withOpen(String target, Instant now, Instant until, Optional<Instant> askedUntil) {
        Map<String, Circuit> opened = new HashMap<>(circuits);
        boolean open = circuits.get(target) instanceof Circuit.Open;
        opened.put(
                target,
                switch (circuits.get(target)) {
                    case Circuit.Open before ->
                        new Circuit.Open(before.since(), before.until().isAfter(until) ? before.until() : until);
                    case Circuit.HalfOpen before -> new Circuit.Open(before.since(), until);
                    case null, default -> new Circuit.Open(now, until);
                });
        Map<String, Instant> asked = new HashMap<>(quiet);
        if (!open) {
            asked.remove(target);
        }
        askedUntil.ifPresent(at -> asked.merge(target, at, FleetSnapshot::later));
        Map<String, Instant> stillRecovered = new HashMap<>(recovered);
        stillRecovered.remove(target);
        return with(opened, asked, stillRecovered, throttles, warnings);
    }

    /** Somebody has them all: nobody need ask for one before this is read anew. */
    FleetSnapshot withoutProbes(String target) {
        Map<String, Circuit> probed = new HashMap<>(circuits);
        probed.computeIfPresent(target, (_, circuit) -> switch (circuit) {
            case Circuit.Open open -> new Circuit.HalfOpen(open.since(), 0);
            case Circuit.HalfOpen half -> new Circuit.HalfOpen(half.since(), 0);
            case Circuit.Closed closed -> closed;
        });
        return with(probed, quiet, recovered, throttles, warnings);
    }

    private FleetSnapshot with(
            Map<String, Circuit> circuits,
            Map<String, Instant> quiet,
            Map<String, Instant> recovered,
            Map<Scope, Instant> throttles,
            Map<Scope, Instant> warnings) {
        return new FleetSnapshot(
                generation, readAt, ahead, circuits, quiet, recovered, throttles, warnings, targets, providers);
    }

    private static Map<Scope, Instant> later(Map<Scope, Instant> known, Scope scope, Instant until) {
        Map<Scope, Instant> more = new HashMap<>(known);
        more.merge(scope, until, FleetSnapshot::later);
        return more;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The latest of what concerns everyone and what concerns the credential. */
    static Optional<Instant> latest(
            Map<Scope, Instant> known, String provider, Optional<String> credential, Instant now) {
        return Stream.of("", credential.orElse(""))
                .flatMap(scope -> Optional.ofNullable(known.get(new Scope(provider, scope))).stream())
                .filter(until -> until.isAfter(now))
                .max(Instant::compareTo);
    }
}
