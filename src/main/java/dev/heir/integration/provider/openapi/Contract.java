package dev.heir.integration.provider.openapi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts what concerns one operation out of a provider's contract: usable by itself, however large the whole is. */
public final class Contract {

    private static final String DEFINITION = "#/$defs/";

    private Contract() {}

    /** Empty when the contract knows no such operation. */
    public static Optional<Map<String, Object>> of(Map<String, Object> contract, String operation) {
        if (!(contract.get("operations") instanceof Map<?, ?> operations)
                || !(operations.get(operation) instanceof Map<?, ?> one)) {
            return Optional.empty();
        }
        Map<String, Object> cut = new LinkedHashMap<>();
        cut.put("$schema", contract.getOrDefault("$schema", ""));
        one.forEach((key, value) -> cut.put(String.valueOf(key), value));
        cut.put("$defs", reached(one, contract.get("$defs") instanceof Map<?, ?> all ? all : Map.of()));
        return Optional.of(cut);
    }

    private static Map<String, Object> reached(Map<?, ?> one, Map<?, ?> all) {
        Map<String, Object> reached = new TreeMap<>();
        Deque<Object> waiting = new ArrayDeque<>();
        waiting.add(one);
        while (!waiting.isEmpty()) {
            Object next = waiting.removeLast();
            if (next instanceof Map<?, ?> map) {
                map.values().forEach(child -> later(child, waiting));
                named(map.get("$ref"))
                        .filter(name -> !reached.containsKey(name))
                        .ifPresent(name -> {
                            Object definition = all.get(name);
                            if (definition != null) {
                                reached.put(name, definition);
                                waiting.add(definition);
                            }
                        });
            } else if (next instanceof Iterable<?> list) {
                list.forEach(child -> later(child, waiting));
            }
        }
        return reached;
    }

    private static void later(@Nullable Object child, Deque<Object> waiting) {
        if (child != null) {
            waiting.add(child);
        }
    }

    private static Optional<String> named(@Nullable Object reference) {
        return reference instanceof String text && text.startsWith(DEFINITION)
                ? Optional.of(text.substring(DEFINITION.length()))
                : Optional.empty();
    }
}
