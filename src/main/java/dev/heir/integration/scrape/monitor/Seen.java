package dev.heir.integration.scrape.monitor;

import java.util.List;
import java.util.Map;

/**
 * What is watched of a page, as one look found it.
 *
 * @param fields by name; what was not found is left out
 * @param blocks of text, in the order of the page
 * @param rows of tables by their keys
 */
@io.quarkus.runtime.annotations.RegisterForReflection
public record Seen(Map<String, String> fields, List<String> blocks, Map<String, String> rows) {

    public Seen {
        fields = Map.copyOf(fields);
        blocks = List.copyOf(blocks);
        rows = Map.copyOf(rows);
    }
}
