package dev.heir.integration.credential;

import dev.heir.integration.credential.DataKeys.DataKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The data keys that this instance has opened, in memory only; each is made known to the redaction before anybody gets it.
 * A master is asked once for each key.
 */
@ApplicationScoped
class Keyring {

    /** Everybody who needs a key waits for its master: while that fails, one a second does. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Each call wants the oldest key, and can do without. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final DataKeys keys;
    private final SealedRows rows;
    private final MasterKeys masters;
    private final SealingKey local;
    private final KnownSecrets secrets;
    private final Clock clock;
    private final Map<UUID, SecretKey> opened = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Failure failed;
    private volatile @Nullable SecretKey oldest;
    private volatile Instant askAgain = Instant.MIN;

    Keyring(DataKeys keys, SealedRows rows, MasterKeys masters, SealingKey local, KnownSecrets secrets, Clock clock) {
        this.keys = keys;
        this.rows = rows;
        this.masters = masters;
        this.local = local;
        this.secrets = secrets;
        this.clock = clock;
    }

    private record Failure(String message, Instant until) {}

    /**
     * What seals now: the active data key. Where there is none yet, but rows from before there were any, the master itself
     * goes on until an administrator makes the first key: an older version beside this one opens nothing else.
     */
    Sealing sealing() throws Seals.Unreadable {
        Optional<DataKey> active = keys.active();
        if (active.isEmpty()) {
            if (!local.known().isEmpty() && !rows.counts().isEmpty()) {
                return new Sealing(local.known().getFirst());
            }
            UUID id = UUID.randomUUID();
            MasterKey master = masters.current();
            keys.addFirst(id, master.id(), master.make(id).wrapped());
            active = keys.active();
        }
        DataKey key = active.orElseThrow();
        try {
            return new Sealing(key.id(), open(key));
        } catch (NoSealingKey away) {
            // A token that was just exchanged for another must be kept now; the sweep seals it anew.
            return opened.entrySet().stream()
                    .findAny()
                    .map(known -> new Sealing(known.getKey(), known.getValue()))
                    .orElseThrow(() -> away);
        }
    }

    /** A new data key, with which everything is sealed from now on. */
    DataKey rotate() {
        UUID id = UUID.randomUUID();
        MasterKey master = masters.current();
        MasterKey.Made made = master.make(id);
        remember(id, made.key());
        return keys.add(id, master.id(), made.wrapped());
    }

    /** What opens it. */
    Sealing opening(UUID id) throws Seals.Unreadable {
        SecretKey known = opened.get(id);
        if (known == null) {
            known = open(keys.find(id)
                    .orElseThrow(() -> new Seals.Unreadable("its data key " + id + " is not in this database")));
        }
        return new Sealing(id, known);
    }

    /** The first one that there ever was: it stays the same whatever is changed; empty before, and where it does not open. */
    Optional<SecretKey> oldest() {
        SecretKey known = oldest;
        Instant now = clock.instant();
        if (known == null && !now.isBefore(askAgain)) {
            askAgain = now.plus(PAUSE);
            try {
                Optional<DataKey> first = keys.all().stream().findFirst();
                known = first.isPresent() ? open(first.get()) : null;
                oldest = known;
            } catch (Seals.Unreadable lost) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(known);
    }

    SecretKey open(DataKey key) throws Seals.Unreadable {
        SecretKey known = opened.get(key.id());
        if (known != null) {
            return known;
        }
        opening.lock();
        try {
            SecretKey meanwhile = opened.get(key.id());
            if (meanwhile != null) {
                return meanwhile;
            }
            refuseAgain();
            MasterKey master = masters.known(key.master())
                    .orElseThrow(() -> new Seals.Unreadable("its data key " + key.id() + " was wrapped by the master "
                            + key.master() + ", which this instance was not told of (README.md, Keys)"));
            SecretKey now = master.open(key.id(), key.wrapped());
            remember(key.id(), now);
            return now;
        } catch (NoSealingKey failure) {
            failed = new Failure(
                    String.valueOf(failure.getMessage()), clock.instant().plus(RETRY));
            throw failure;
        } finally {
            opening.unlock();
        }
    }

    private void refuseAgain() {
        Failure before = failed;
        if (before != null && clock.instant().isBefore(before.until)) {
            throw new NoSealingKey(before.message);
        }
    }

    private void remember(UUID id, SecretKey key) {
        secrets.learn(key);
        opened.put(id, key);
    }
}
