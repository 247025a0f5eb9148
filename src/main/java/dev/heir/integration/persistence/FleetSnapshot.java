package dev.heir.integration.persistence;

import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.time.Instant;
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

    /** A provider as one credential sees it; the credential is empty for everyone. */
    record Scope(String provider, String credential) {}

    /** Not used any longer than that, nor when the clock was set back. */
    boolean isRecent(Instant now) {
        Duration age = Duration.between(readAt, now);
        return !age.isNegative() && age.compareTo(OLDEST) < 0;
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
