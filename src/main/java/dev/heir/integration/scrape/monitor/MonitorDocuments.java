package dev.heir.integration.scrape.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of monitors, as people wrote them. */
public interface MonitorDocuments {

    /** Another document begins with nothing remembered: its first looks are learnt from. */
    Stored put(String name, Map<String, ?> document);

    /** @return empty when there is another one of that name; the same one again is no other */
    Optional<Stored> create(String name, Map<String, ?> document);

    Optional<Map<String, Object>> find(String name);

    /** @param after the name of the last one already read; empty to begin */
    List<Stored> page(Optional<String> after, int most);

    /** @return whether there was one */
    boolean remove(String name);

    /** @param isNew whether it was put for the first time */
    record Stored(String name, Map<String, Object> document, boolean isNew) {}
}
