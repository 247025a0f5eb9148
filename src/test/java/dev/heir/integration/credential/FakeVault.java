package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A vault in memory, under a clock that moves only when somebody waits. */
class FakeVault implements CredentialVault {

    private final TestClock clock;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, UUID> holders = new TreeMap<>();
    private final Map<String, Instant> leases = new TreeMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> doubtful = new HashSet<>();
    private Runnable onLease = () -> {};
    private long number;
    private long version;

    FakeVault(TestClock clock) {
        this.clock = clock;
    }

    /** What happens once, when the next lease was given. */
    synchronized void onLease(Runnable deed) {
        onLease = deed;
    }

    @Override
    public synchronized Map<String, Entry> all() {
        return Map.copyOf(entries);
    }

    @Override
    public synchronized Optional<Entry> current(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public void awaitChange(String id, long tokenVersion, Duration atMost) {
        clock.advance(Duration.ofMillis(500));
    }

    @Override
    public synchronized List<Entry> page(Optional<String> after, int size) {
        return new ArrayList<>(entries.values());
    }

    @Override
    public synchronized boolean put(String id, String kind, Body sealed) {
        return entries.put(id, new Entry(id, kind, ++version, sealed, Token.NONE)) == null;
    }

    @Override
    public synchronized boolean remove(String id) {
        return entries.remove(id) != null;
    }

    @Override
    public synchronized Optional<Lease> lease(String id, long tokenVersion, UUID holder, Duration time) {
        Instant until = leases.get(id);
        Entry entry = entries.get(id);
        if (entry == null
                || entry.token().version() != tokenVersion
                || (until != null && until.isAfter(clock.instant()))) {
            return Optional.empty();
        }
        holders.put(id, holder);
        leases.put(id, clock.instant().plus(time));
        Runnable deed = onLease;
        onLease = () -> {};
        deed.run();
        if (!begun.add(id)) {
            doubtful.add(id);
        }
        return Optional.of(new Lease(++number, doubtful.contains(id)));
    }

    @Override
    public synchronized boolean store(String id, long tokenVersion, long lease, Granted granted) {
        Instant now = clock.instant();
        Entry entry = entries.get(id);
        if (entry == null || entry.token().version() != tokenVersion) {
            return false;
        }
        holders.remove(id);
        leases.remove(id);
        begun.remove(id);
        doubtful.remove(id);
        change(
                entry,
                new Token(
                        tokenVersion + 1,
                        Optional.of(granted.token()),
                        Optional.of(now.plus(granted.lifetime())),
                        Optional.of(now.plus(granted.refreshAfter())),
                        Optional.of(now.plus(granted.pause())),
                        Optional.empty(),
                        0,
                        Optional.of(now)));
        return true;
    }

    @Override
    public synchronized void fail(String id, UUID holder, Failure failure) {
        if (failure.inDoubt()) {
            doubtful.add(id);
        }
        end(
                id,
                holder,
                before -> new Token(
                        before.version(),
                        before.sealed(),
                        before.expiresAt(),
                        before.refreshAfter(),
                        Optional.of(clock.instant().plus(failure.pause())),
                        Optional.empty(),
                        before.failures() + 1,
                        before.grantedAt()));
    }

    @Override
    public synchronized void refuse(String id, UUID holder, String reason) {
        end(
                id,
                holder,
                before -> new Token(
                        before.version(),
                        before.sealed(),
                        before.expiresAt(),
                        before.refreshAfter(),
                        before.pausedUntil(),
                        Optional.of(reason),
                        before.failures() + 1,
                        before.grantedAt()));
    }

    private void end(String id, UUID holder, UnaryOperator<Token> change) {
        Entry entry = entries.get(id);
        if (entry == null || !holder.equals(holders.get(id))) {
            return;
        }
        holders.remove(id);
        leases.remove(id);
        begun.remove(id);
        change(entry, change.apply(entry.token()));
    }

    private void change(Entry entry, Token token) {
        entries.put(entry.id(), new Entry(entry.id(), entry.kind(), ++version, entry.sealed(), token));
    }
}
