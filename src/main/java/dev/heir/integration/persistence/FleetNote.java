package dev.heir.integration.persistence;

import dev.heir.integration.persistence.FleetSnapshot.Scope;
import dev.heir.integration.strike.Circuit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What many calls find out about one thing at the same moment, until when it holds by this instance's clock. Two of them
 * about the same are one.
 */
sealed interface FleetNote {

    /** What it is about. */
    record Key(String kind, String name, String credential) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int kinds = kind.compareTo(other.kind);
            int names = kinds != 0 ? kinds : name.compareTo(other.name);
            return names != 0 ? names : credential.compareTo(other.credential);
        }
    }

    Key key();

    /** Whether it is news to whoever knows this. */
    boolean isNew(FleetSnapshot known);

    FleetSnapshot on(FleetSnapshot known, Instant now);

    /** Both at once, of the same key. */
    FleetNote and(FleetNote other);

    /** @param ahead how far this instance's clock is ahead of the database's */
    void write(Connection connection, Duration ahead) throws SQLException;

    /** A provider asked one credential, or everyone, to stay away. */
    record Throttled(Scope scope, Instant until) implements FleetNote {
        @Override
        public Key key() {
            return new Key("throttle", scope.provider(), scope.credential());
        }

        @Override
        public boolean isNew(FleetSnapshot known) {
            return known.throttles().getOrDefault(scope, Instant.MIN).isBefore(until);
        }

        @Override
        public FleetSnapshot on(FleetSnapshot known, Instant now) {
            return known.withThrottle(scope, until);
        }

        @Override
        public FleetNote and(FleetNote other) {
            return other instanceof Throttled more && more.until.isAfter(until) ? other : this;
        }

        @Override
        public void write(Connection connection, Duration ahead) throws SQLException {
            FleetChanges.throttle(connection, scope.provider(), scope.credential(), until.minus(ahead));
        }
    }

    /** Most of a limit is used. */
    record Warned(Scope scope, Instant until) implements FleetNote {
        @Override
        public Key key() {
            return new Key("warning", scope.provider(), scope.credential());
        }

        @Override
        public boolean isNew(FleetSnapshot known) {
            return known.warnings().getOrDefault(scope, Instant.MIN).isBefore(until);
        }

        @Override
        public FleetSnapshot on(FleetSnapshot known, Instant now) {
            return known.withWarning(scope, until);
        }

        @Override
        public FleetNote and(FleetNote other) {
            return other instanceof Warned more && more.until.isAfter(until) ? other : this;
        }

        @Override
        public void write(Connection connection, Duration ahead) throws SQLException {
            FleetChanges.warn(connection, scope.provider(), scope.credential(), until.minus(ahead));
        }
    }

    /**
     * A target is to be left alone.
     *
     * @param askedUntil how long it asked for itself
     */
    record Opened(String provider, String target, Instant until, Optional<Instant> askedUntil) implements FleetNote {

        /** Of our own making, a circuit that is open is not opened anew for less than that. */
        private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

        @Override
        public Key key() {
            return new Key("circuit", target, "");
        }

        @Override
        public boolean isNew(FleetSnapshot known) {
            if (!(known.circuits().get(target) instanceof Circuit.Open open)) {
                return true;
            }
            return askedUntil
                    .map(asked ->
                            known.quiet().getOrDefault(target, Instant.MIN).isBefore(asked))
                    .orElseGet(() -> open.until().plus(WORTH_TELLING).isBefore(until));
        }

        @Override
        public FleetSnapshot on(FleetSnapshot known, Instant now) {
            return known.withOpen(target, now, until, askedUntil);
        }

        @Override
        public FleetNote and(FleetNote other) {
            return other instanceof Opened more
                    ? new Opened(
                            provider,
                            target,
                            FleetSnapshot.later(until, more.until),
                            askedUntil
                                    .map(asked -> FleetSnapshot.later(asked, more.askedUntil.orElse(asked)))
                                    .or(more::askedUntil))
                    : this;
        }

        @Override
        public void write(Connection connection, Duration ahead) throws SQLException {
            FleetChanges.open(
                    connection, provider, target, until.minus(ahead), askedUntil.map(asked -> asked.minus(ahead)));
        }
    }
}
