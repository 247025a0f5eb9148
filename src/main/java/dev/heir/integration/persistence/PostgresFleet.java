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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
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
    private static final int MOST_TOGETHER = 1_000;

    private final AgroalDataSource database;
    private final UUID instance;
    private final Clock clock;
    private final Map<String, RecentSeconds> ownByTarget = new ConcurrentHashMap<>();
    private final Map<String, RecentSeconds> ownByProvider = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final List<Noted> noted = new ArrayList<>();
    private final GroupCommit<FleetNote, Optional<SQLException>> writing =
            new GroupCommit<>(MOST_TOGETHER, this::write);
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
        note(new FleetNote.Opened(provider, target, until, asked ? Optional.of(until) : Optional.empty()));
    }

    @Override
    public boolean claimProbe(String target, Duration attempt) {
        boolean claimed = change(connection -> FleetChanges.claimProbe(connection, target, attempt));
        if (!claimed) {
            adjust(known -> known.withoutProbes(target));
        }
        return claimed;
    }

    @Override
    public void close(String target) {
        if (current().circuits().containsKey(target)) {
            change(connection -> {
                FleetChanges.close(connection, target);
                return true;
            });
        }
    }

    @Override
    public void throttle(String provider, Optional<String> credential, Instant until) {
        note(new FleetNote.Throttled(new FleetSnapshot.Scope(provider, credential.orElse("")), until));
    }

    @Override
    public void warn(String provider, Optional<String> credential, Instant until) {
        if (!view(provider, "", credential).usageWarning()) {
            note(new FleetNote.Warned(new FleetSnapshot.Scope(provider, credential.orElse("")), until));
        }
    }

    /**
     * This instance sees it at once, and the others when it is written. What all calls under way find out about one thing
     * is written by one of them.
     */
    private void note(FleetNote note) {
        if (note.isNew(current())) {
            Noted mine = new Noted(note);
            synchronized (noted) {
                noted.add(mine);
                adjust(known -> note.on(known, clock.instant()));
            }
            try {
                writing.submit(note).ifPresent(trouble -> {
                    throw new LedgerUnavailable("what the fleet knows cannot be changed", trouble);
                });
            } finally {
                mine.written = written.incrementAndGet();
            }
        }
    }

    /** Somebody else changed it: it is read anew before it is looked at again. */
    void forget() {
        changes.incrementAndGet();
    }

    private void adjust(UnaryOperator<FleetSnapshot> change) {
        synchronized (noted) {
            FleetSnapshot known = latest;
            latest = known == null ? null : change.apply(known);
        }
    }

    private List<Optional<SQLException>> write(List<FleetNote> group) {
        Map<FleetNote.Key, FleetNote> merged = new TreeMap<>();
        group.forEach(note -> merged.merge(note.key(), note, FleetNote::and));
        FleetSnapshot known = latest;
        Duration ahead = known == null ? Duration.ZERO : known.ahead();
        try (Connection connection = database.getConnection()) {
            for (FleetNote note : merged.values()) {
                note.write(connection, ahead);
            }
            return Collections.nCopies(group.size(), Optional.empty());
        } catch (SQLException e) {
            return Collections.nCopies(group.size(), Optional.of(e));
        }
    }

    private static Window own(Map<String, RecentSeconds> counts, String name, Instant now, Instant after) {
        RecentSeconds own = counts.get(name);
        return own == null ? Window.EMPTY : own.sum(now.getEpochSecond(), after.getEpochSecond());
    }

    private boolean isCurrent(FleetSnapshot known) {
        return known.generation() >= changes.get() && known.isRecent(clock.instant());
    }

    /** From half a second of age on one caller reads it anew, and the others go on with what is there for another half. */
    private FleetSnapshot current() {
        FleetSnapshot known = latest;
        if (known == null || !isCurrent(known)) {
            renewing.lock();
            return renewed(FleetSnapshot::isRecent);
        }
        if (known.isFresh(clock.instant()) || !renewing.tryLock()) {
            return known;
        }
        try {
            return renewed(FleetSnapshot::isFresh);
        } catch (LedgerUnavailable unreachable) {
            return known; // as the others do
        }
    }

    private FleetSnapshot renewed(BiPredicate<FleetSnapshot, Instant> isYoung) {
        try {
            FleetSnapshot known = latest;
            return known != null && isCurrent(known) && isYoung.test(known, clock.instant()) ? known : reread();
        } finally {
            renewing.unlock();
        }
    }

    /** What this instance noted meanwhile may have been written too late for the reading. */
    private FleetSnapshot reread() {
        long before = written.get();
        FleetSnapshot read = read();
        synchronized (noted) {
            noted.removeIf(one -> one.written <= before);
            for (Noted one : noted) {
                read = one.note.on(read, clock.instant());
            }
            latest = read;
        }
        return read;
    }

    /** A note of this instance's own, and which of its writings it was; beyond all of them until then. */
    private static final class Noted {
        final FleetNote note;
        volatile long written = Long.MAX_VALUE;

        Noted(FleetNote note) {
            this.note = note;
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

    /** Changes what cannot be worked out here: it is to be read anew, unless there was nothing to change. */
    private boolean change(Change change) {
        boolean changed = true;
        try (Connection connection = database.getConnection()) {
            changed = change.make(connection);
            return changed;
        } catch (SQLException e) {
            throw new LedgerUnavailable("what the fleet knows cannot be changed", e);
        } finally {
            if (changed) {
                changes.incrementAndGet();
            }
        }
    }

    private interface Change {
        boolean make(Connection connection) throws SQLException;
    }
}
