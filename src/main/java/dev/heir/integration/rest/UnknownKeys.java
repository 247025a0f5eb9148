package dev.heir.integration.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Closest;
import dev.heir.integration.provider.Flaw;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keys of a document that nobody reads: a misspelt one that is passed over in silence does harm. */
final class UnknownKeys {

    private final String what;
    private final List<String> known;
    private final Map<String, String> values = new TreeMap<>();

    /** @param what has the known keys: {@code a call} */
    UnknownKeys(String what, List<String> known) {
        this.what = what;
        this.known = known;
    }

    void add(String key, @Nullable JsonNode value) {
        values.put(key, shown(value));
    }

    /** @param path of the document within another one, with its dot; empty for none */
    List<Flaw> flaws(String path) {
        return values.entrySet().stream()
                .map(one -> new Flaw(
                        path + one.getKey(),
                        one.getValue(),
                        "is not a key of " + what
                                + Closest.to(one.getKey(), known)
                                        .map(near -> ": did you mean '" + near + "'?")
                                        .orElse(": " + String.join(", ", known) + " are")))
                .toList();
    }

    /** Text is not: under a key that we do not know it may be a secret. */
    private static String shown(@Nullable JsonNode value) {
        return switch (value) {
            case null -> "null";
            case JsonNode map when map.isObject() -> "a map";
            case JsonNode list when list.isArray() -> "a list";
            case JsonNode text when text.isTextual() -> "[not shown]";
            case JsonNode other -> other.asText();
        };
    }
}
