package dev.heir.integration.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who changed what. It is written with the change, in its transaction, and never altered. */
public interface Audit {

    /**
     * Newest first.
     *
     * @param before the last one that was seen
     */
    List<Entry> page(Filter filter, Optional<Long> before, int size);

    /** All of what is given must fit. */
    record Filter(Optional<String> actor, Optional<String> kind, Optional<String> object, Optional<Instant> since) {}

    /**
     * One change.
     *
     * @param role and {@code how}, {@code source}: empty where something else than we changed the database
     * @param before what was there; of a change, as far as it differs. Never a secret or its hash
     * @param after what is there now, likewise
     */
    record Entry(
            long id,
            Instant at,
            String actor,
            Optional<String> role,
            Optional<String> how,
            Optional<String> source,
            String action,
            String kind,
            String object,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {}
}
