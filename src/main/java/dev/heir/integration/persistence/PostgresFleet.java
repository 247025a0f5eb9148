package dev.heir.integration.persistence;

import dev.heir.integration.call.Fleet;
import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's knowledge in PostgreSQL, seen through a snapshot that one caller renews for all.
 *
 * <p>Own attempts are counted in memory, the others' come from the table: together they are the window, and none is in
 * it twice. Without PostgreSQL nothing is known and nothing is sent, since it could not be recorded either.
 */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresFleet implements Fleet {

    private static final Duration BETWEEN_CLEANINGS = Duration.ofSeconds(30);

    private final AgroalDataSource database;
    private final UUID instance;
    private final Clock clock;
    private final Map<String, RecentSeconds> ownByTarget = new ConcurrentHashMap<>();
    private final Map<String, RecentSeconds> ownByProvider = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable FleetSnapshot latest;
    private volatile Instant cleanedAt = Instant.EPOCH;

    @Inject
    PostgresFleet(AgroalDataSource database, Instance instance, Clock clock) {
        this.database = database;
        this.instance = instance.id();
        this.clock = clock;
    }

    @Override
    public View view(String provider, String target, Optional<String> credential) {
        FleetSnapshot known = current();
        Instant now = clock.instant();
        Instant recovered = known.recovered().getOrDefault(target, Instant.EPOCH);
        return new View(
                known.circuits().getOrDefault(target, new Circuit.Closed()),
                Optional.ofNullable(known.quiet().get(target)),
                known.targets().getOrDefault(target, Window.EMPTY).plus(own(ownByTarget, target, now, recovered)),
                known.providers()
                        .getOrDefault(provider, Window.EMPTY)
                        .plus(own(ownByProvider, provider, now, Instant.EPOCH)),
                FleetSnapshot.latest(known.throttles(), provider, credential, now),
                FleetSnapshot.latest(known.warnings(), provider, credential, now)
                        .isPresent());
    }

    @Override
    public void count(String provider, String target, Window attempt) {
        long second = clock.instant().getEpochSecond();
        ownByTarget.computeIfAbsent(target, key -> new RecentSeconds()).count(second, attempt);
        ownByProvider.computeIfAbsent(provider, key -> new RecentSeconds()).count(second, attempt);
    }

    @Override
    public void open(String provider, String target, Instant until, boolean asked) {
        change(connection -> FleetChanges.open(connection, provider, target, byTheDatabasesClock(until), asked));
    }

    @Override
    public boolean claimProbe(String target, Duration attempt) {
        boolean[] claimed = new boolean[1];
        change(connection -> claimed[0] = FleetChanges.claimProbe(connection, target, attempt));
        return claimed[0];
    }

    @Override
    public void close(String target) {
        if (current().circuits().containsKey(target)) {
            change(connection -> FleetChanges.close(connection, target));
        }
    }

    @Override
    public void throttle(String provider, Optional<String> credential, Instant until) {
        change(connection ->
                FleetChanges.throttle(connection, provider, credential.orElse(""), byTheDatabasesClock(until)));
    }

    @Override
    public void warn(String provider, Optional<String> credential, Instant until) {
        if (!view(provider, "", credential).usageWarning()) {
            change(connection ->
                    FleetChanges.warn(connection, provider, credential.orElse(""), byTheDatabasesClock(until)));
        }
    }

    private Instant byTheDatabasesClock(Instant instant) {
        return instant.minus(current().ahead());
    }

    private static Window own(Map<String, RecentSeconds> counts, String name, Instant now, Instant after) {
        RecentSeconds own = counts.get(name);
        return own == null ? Window.EMPTY : own.sum(now.getEpochSecond(), after.getEpochSecond());
    }

    private boolean isCurrent(@Nullable FleetSnapshot known) {
        return known != null && known.generation() >= changes.get() && known.isRecent(clock.instant());
    }

    private FleetSnapshot current() {
        FleetSnapshot known = latest;
        if (known != null && isCurrent(known)) {
            return known;
        }
        renewing.lock();
        try {
            known = latest;
            if (known == null || !isCurrent(known)) {
                known = read();
                latest = known;
            }
            return known;
        } finally {
            renewing.unlock();
        }
    }

    private FleetSnapshot read() {
        long generation = changes.get(); // before reading: a change made meanwhile asks for another reading
        try (Connection connection = database.getConnection()) {
            clean(connection);
            return FleetReading.read(connection, instance, generation, clock);
        } catch (SQLException e) {
            throw new LedgerUnavailable("what the fleet knows cannot be read", e);
        }
    }

    private void clean(Connection connection) throws SQLException {
        Instant now = clock.instant();
        if (Duration.between(cleanedAt, now).compareTo(BETWEEN_CLEANINGS) > 0) {
            cleanedAt = now;
            FleetChanges.forget(connection);
        }
    }

    private void change(Change change) {
        try (Connection connection = database.getConnection()) {
            change.make(connection);
        } catch (SQLException e) {
            throw new LedgerUnavailable("what the fleet knows cannot be changed", e);
        } finally {
            changes.incrementAndGet();
        }
    }

    private interface Change {
        void make(Connection connection) throws SQLException;
    }
}
