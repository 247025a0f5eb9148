package dev.heir.integration.knowledge;

import java.util.List;
import java.util.Optional;

/** The memory of errors and of what helped. */
public interface Knowledge {

    /**
     * Entries, most recently seen first.
     *
     * @param after {@link Entry#position} of the last one already read; empty to begin
     */
    List<Entry> page(Optional<String> provider, Optional<String> after, int most);

    /** Empty when the signature was never seen. */
    Optional<Entry> about(String signature);

    /**
     * Counts the outcomes of remedies since the last time and records the lessons of incidents that were resolved.
     *
     * @return how many lessons were recorded
     */
    int learn();
}
