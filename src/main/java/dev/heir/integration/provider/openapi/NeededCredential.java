package dev.heir.integration.provider.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A credential that a provider asks for.
 *
 * @param scheme what its document calls it
 * @param operations how many ask for it
 * @param document what {@code PUT /v1/credentials/{id}} needs beside the secret; empty when no kind of ours does it
 * @param note what to know of it; empty for nothing
 */
public record NeededCredential(String scheme, int operations, Map<String, String> document, String note) {

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scheme", scheme);
        tree.put("operations", operations);
        tree.put("document", document);
        if (!note.isEmpty()) {
            tree.put("note", note);
        }
        return tree;
    }
}
