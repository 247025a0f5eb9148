package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Data keys, and what is sealed with them, in memory. */
final class FakeDataKeys implements DataKeys, SealedRows {

    private final List<DataKey> keys = new ArrayList<>();
    private final Map<String, Row> rows = new TreeMap<>();

    synchronized void put(String id, Body sealed) {
        rows.put(id, new Row("fake.sealed", id, id, sealed));
    }

    synchronized Body sealed(String id) {
        return Optional.ofNullable(rows.get(id)).orElseThrow().sealed();
    }

    @Override
    public synchronized List<DataKey> all() {
        return List.copyOf(keys);
    }

    @Override
    public synchronized Optional<DataKey> find(UUID id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public synchronized Optional<DataKey> active() {
        return keys.stream().filter(key -> key.state() == State.ACTIVE).findFirst();
    }

    @Override
    public synchronized DataKey add(UUID id, String master, Body wrapped) {
        keys.replaceAll(key -> key.state() == State.ACTIVE ? in(key, State.RETIRING) : key);
        DataKey added = new DataKey(id, master, wrapped, State.ACTIVE, Instant.EPOCH, Optional.empty());
        keys.add(added);
        return added;
    }

    @Override
    public synchronized void addFirst(UUID id, String master, Body wrapped) {
        if (active().isEmpty()) {
            add(id, master, wrapped);
        }
    }

    @Override
    public synchronized boolean rewrap(DataKey known, String master, Body wrapped) {
        keys.replaceAll(key -> key.equals(known)
                ? new DataKey(key.id(), master, wrapped, key.state(), key.madeAt(), key.retiredAt())
                : key);
        return !keys.contains(known);
    }

    @Override
    public synchronized void used(UUID id, boolean used) {
        keys.replaceAll(key -> key.id().equals(id) && key.state() != State.ACTIVE
                ? in(key, used ? State.RETIRING : State.RETIRED)
                : key);
    }

    private static DataKey in(DataKey key, State state) {
        return new DataKey(key.id(), key.master(), key.wrapped(), state, key.madeAt(), key.retiredAt());
    }

    @Override
    public synchronized List<Row> notUnder(UUID key, Optional<Row> after, int most) {
        return rows.values().stream()
                .filter(row -> after.isEmpty() || row.id().compareTo(after.get().id()) > 0)
                .filter(row -> !keyOf(row).equals(Optional.of(key)))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized boolean replace(Row row, Body resealed) {
        return rows.replace(row.id(), row, new Row(row.place(), row.id(), row.purpose(), resealed));
    }

    @Override
    public synchronized Map<Optional<UUID>, Long> counts() {
        Map<Optional<UUID>, Long> counts = new HashMap<>();
        rows.values().forEach(row -> counts.merge(keyOf(row), 1L, Long::sum));
        return counts;
    }

    private static Optional<UUID> keyOf(Row row) {
        try {
            return Sealing.keyOf(row.sealed());
        } catch (Seals.Unreadable changed) {
            throw new IllegalStateException(changed);
        }
    }
}
