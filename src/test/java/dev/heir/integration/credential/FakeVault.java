package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A vault in memory, under a clock that moves only when somebody waits. */
class FakeVault implements CredentialVault {

    private final TestClock clock;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, UUID> holders = new TreeMap<>();
    private final Map<String, Instant> leases = new TreeMap<>();
    private long version;

    FakeVault(TestClock clock) {
        this.clock = clock;
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
    public synchronized boolean lease(String id, long tokenVersion, UUID holder, Duration time) {
        Instant until = leases.get(id);
        Entry entry = entries.get(id);
        if (entry == null
                || entry.token().version() != tokenVersion
                || (until != null && until.isAfter(clock.instant()))) {
            return false;
        }
        holders.put(id, holder);
        leases.put(id, clock.instant().plus(time));
        return true;
    }

    @Override
    public synchronized boolean store(
            String id, UUID holder, Body token, Duration lifetime, Duration refreshAfter, Duration pause) {
        Instant now = clock.instant();
        return end(
                id,
                holder,
                before -> new Token(
                        before.version() + 1,
                        Optional.of(token),
                        Optional.of(now.plus(lifetime)),
                        Optional.of(now.plus(refreshAfter)),
                        Optional.of(now.plus(pause)),
                        Optional.empty()));
    }

    @Override
    public synchronized void fail(String id, UUID holder, Duration pause) {
        end(
                id,
                holder,
                before -> new Token(
                        before.version(),
                        before.sealed(),
                        before.expiresAt(),
                        before.refreshAfter(),
                        Optional.of(clock.instant().plus(pause)),
                        Optional.empty()));
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
                        Optional.of(reason)));
    }

    private boolean end(String id, UUID holder, java.util.function.UnaryOperator<Token> change) {
        Entry entry = entries.get(id);
        if (entry == null || !holder.equals(holders.get(id))) {
            return false;
        }
        holders.remove(id);
        leases.remove(id);
        entries.put(id, new Entry(id, entry.kind(), ++version, entry.sealed(), change.apply(entry.token())));
        return true;
    }
}
