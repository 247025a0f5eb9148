package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.provider.CatalogueUnavailable;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL holds, as this instance remembers it: never older than a second.
 *
 * <p>Refreshed by whoever uses it, since a frozen Lambda has no background: from half a second of age on one caller asks
 * whether the revision moved, and the others go on with what is there; after a second they wait for that caller.
 */
final class View<T> {

    private static final Duration FRESH = Duration.ofMillis(500);
    private static final Duration OLDEST = Duration.ofSeconds(1);

    private final Clock clock;
    private final Source<Long> revision;
    private final Source<T> content;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable Snapshot<T> snapshot;

    /**
     * @param revision a cheap query for the number that changes with the content
     * @param content all of it; asked for after the revision, so it may be newer but never older than that says
     */
    View(Clock clock, Source<Long> revision, Source<T> content) {
        this.clock = clock;
        this.revision = revision;
        this.content = content;
    }

    /** @throws CatalogueUnavailable when it would be older than a second and PostgreSQL does not answer */
    T get() {
        Snapshot<T> seen = snapshot;
        Duration age = age(seen);
        if (seen != null && age.compareTo(FRESH) < 0) {
            return seen.content;
        }
        if (seen != null && age.compareTo(OLDEST) < 0) {
            if (!refreshing.tryLock()) {
                return seen.content;
            }
        } else {
            refreshing.lock();
        }
        try {
            return refreshed();
        } catch (CatalogueUnavailable unreachable) {
            if (seen != null && age(seen).compareTo(OLDEST) < 0) {
                return seen.content; // the others go on with it, too
            }
            throw unreachable;
        } finally {
            refreshing.unlock();
        }
    }

    /** This instance changed something, and it is committed: the next use sees it. */
    void forget() {
        refreshing.lock(); // else a refresh that began before the change would bring the old content back
        try {
            snapshot = null;
        } finally {
            refreshing.unlock();
        }
    }

    private T refreshed() {
        Snapshot<T> seen = snapshot;
        if (seen != null && age(seen).compareTo(FRESH) < 0) {
            return seen.content; // somebody else did it while this caller waited
        }
        Instant asked = clock.instant();
        try {
            long current = revision.read();
            T fresh = seen != null && seen.revision == current ? seen.content : content.read();
            snapshot = new Snapshot<>(asked, current, fresh);
            return fresh;
        } catch (SQLException | PersistenceException | QuarkusTransactionException | LedgerUnavailable unreachable) {
            throw new CatalogueUnavailable("the registered documents cannot be read", unreachable);
        }
    }

    private Duration age(@Nullable Snapshot<T> seen) {
        if (seen == null) {
            return OLDEST;
        }
        Duration age = Duration.between(seen.asOf, clock.instant());
        return age.isNegative() ? OLDEST : age; // a clock that was set back must not keep it fresh
    }

    /** A query. */
    interface Source<R> {
        R read() throws SQLException;
    }

    private record Snapshot<T>(Instant asOf, long revision, T content) {}
}
