package dev.heir.integration.provider;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents as people put them; what stands here is what {@link Providers} reads. */
public interface ProviderDocuments {

    /**
     * The document must have been read without flaws.
     *
     * @param contract what is known of its operations' parameters and schemas, which is put in the same transaction;
     *     empty leaves the one that stands
     */
    Stored put(String id, Map<String, ?> document, Optional<Map<String, Object>> contract);

    /** The same, with nothing new about its operations' parameters and schemas. */
    default Stored put(String id, Map<String, ?> document) {
        return put(id, document, Optional.empty());
    }

    /**
     * Puts the document unless there is one under this id, which is left as it is. The document must have been read
     * without flaws.
     *
     * @return what stands there now
     */
    Stored create(String id, Map<String, ?> document);

    Optional<Stored> find(String id);

    /**
     * In the order of ids.
     *
     * @param after the last id that was seen
     */
    List<Stored> page(Optional<String> after, int size);

    /** Kept apart from the document: it is large, and no call needs it. */
    Optional<Map<String, Object>> contract(String provider);

    /** @return whether there was one */
    boolean removeContract(String provider);

    /** Removes the provider, its mappings and its contract. @return whether there was one */
    boolean remove(String id);

    /** @return whether it is new; empty when there is no such provider */
    Optional<Boolean> putMapping(String provider, String name, Map<String, ?> document);

    Optional<Map<String, Object>> mapping(String provider, String name);

    /** @return whether there was one */
    boolean removeMapping(String provider, String name);

    /**
     * @param version grows with every change of any provider
     * @param isNew whether it was created by the change that returned it
     */
    record Stored(String id, long version, Map<String, Object> document, Instant updatedAt, boolean isNew) {}
}
