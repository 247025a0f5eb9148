package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys that secrets are sealed with, wrapped by a master, shared by the fleet. None is ever removed. */
public interface DataKeys {

    /** Oldest first. */
    List<DataKey> all();

    Optional<DataKey> find(UUID id);

    /** As it stands in the database now: who seals with another one only makes work. */
    Optional<DataKey> active();

    /** From now on everything is sealed with it. */
    DataKey add(UUID id, String master, Body wrapped);

    /** The same, unless there is one that everything is sealed with. */
    void addFirst(UUID id, String master, Body wrapped);

    /** @return false when another instance wrapped it anew meanwhile */
    boolean rewrap(DataKey known, String master, Body wrapped);

    /** Of a key that nothing new is sealed with: whether something still is. Nothing happens to the active one. */
    void used(UUID id, boolean used);

    /** How everything begins that is sealed with it. */
    static byte[] header(UUID id) {
        return Sealing.header(id);
    }

    /** What may be known of a key, and what opens for its master only. */
    record DataKey(UUID id, String master, Body wrapped, State state, Instant madeAt, Optional<Instant> retiredAt) {}

    /** What a key is for. */
    enum State {
        /** Everything new is sealed with it. */
        ACTIVE,
        /** What is sealed with it is sealed anew. */
        RETIRING,
        /** Nothing is sealed with it any more; it stays, since an instance may have read a row before. */
        RETIRED
    }
}
