package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.InvalidInput;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Schemas in JSON Schema 2020-12, whatever version they were written in; what only explains is left out.
 *
 * <p>A reference stays one, to {@code #/$defs}: nothing is unfolded, so circles cost nothing. What several operations
 * share by other references is written out for each, and that has an end.
 */
final class Schemas {

    /** Four times what GitHub's document comes to. */
    private static final int MOST_VALUES = 1_000_000;
    /** PostgreSQL would write a number out, and JSON's readers would: no schema needs one of more digits. */
    private static final int MOST_DIGITS = 400;

    private static final Set<String> SCHEMA = Set.of(
            "items",
            "additionalProperties",
            "not",
            "contains",
            "propertyNames",
            "if",
            "then",
            "else",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "patternProperties", "dependentSchemas");
    private static final Set<String> VALUES = Set.of(
            "type",
            "format",
            "enum",
            "const",
            "default",
            "required",
            "pattern",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minContains",
            "maxContains",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "readOnly",
            "writeOnly",
            "deprecated",
            "contentEncoding",
            "contentMediaType");

    private final References references;
    private final Remarks remarks;
    private final boolean old;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Deque<Map.Entry<String, Node>> waiting = new ArrayDeque<>();
    private int values;

    /** @param old whether schemas are those of OpenAPI 3.0, which are not quite JSON Schema */
    Schemas(References references, Remarks remarks, boolean old) {
        this.references = references;
        this.remarks = remarks;
        this.old = old;
    }

    /** What was referred to so far, and what that refers to in turn, by name. */
    Map<String, Object> definitions() {
        Map<String, Object> definitions = new TreeMap<>();
        while (!waiting.isEmpty()) {
            Map.Entry<String, Node> next = waiting.removeFirst();
            definitions.put(next.getKey(), convert(next.getValue()));
        }
        return definitions;
    }

    /** A map, or a boolean where everything or nothing fits. */
    Object convert(Node schema) {
        count(schema);
        if (schema.value() instanceof Boolean all) {
            return all;
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        schema.text("$ref")
                .flatMap(reference -> referred(schema, reference))
                .ifPresent(name -> converted.put("$ref", "#/$defs/" + name));
        if (old && converted.containsKey("$ref")) {
            return converted; // beside a reference nothing counts there (3.0, section 4.7.23.1)
        }
        schema.members().forEach((key, child) -> {
            if (SCHEMA.contains(key) && isSchema(child)) {
                converted.put(key, convert(child));
            } else if (SCHEMAS.contains(key)) {
                List<Object> parts = child.items().stream()
                        .filter(Schemas::isSchema)
                        .map(this::convert)
                        .toList();
                if (!parts.isEmpty()) {
                    converted.put(key, parts);
                }
            } else if (NAMED_SCHEMAS.contains(key)) {
                Map<String, Object> named = new LinkedHashMap<>();
                child.members().forEach((name, each) -> {
                    if (isSchema(each)) {
                        named.put(clean(name), convert(each));
                    }
                });
                converted.put(key, named);
            } else if (VALUES.contains(key) && child.value() != null) {
                value(child).ifPresent(value -> converted.put(key, value));
            }
        });
        return old ? modern(schema, converted) : converted;
    }

    /** OpenAPI 3.0 says null and open bounds in words of its own. */
    private static Map<String, Object> modern(Node schema, Map<String, Object> converted) {
        bound(converted, "minimum", "exclusiveMinimum");
        bound(converted, "maximum", "exclusiveMaximum");
        if (!schema.isTrue("nullable")) {
            return converted;
        }
        if (converted.get("type") instanceof String type) {
            converted.put("type", List.of(type, "null"));
            if (converted.get("enum") instanceof List<?> words && !words.contains(null)) {
                List<@Nullable Object> more = new ArrayList<>(words);
                more.add(null);
                converted.put("enum", more);
            }
            return converted;
        }
        return Set.of("allOf", "anyOf", "oneOf").stream().anyMatch(converted::containsKey)
                ? new LinkedHashMap<>(Map.of("anyOf", List.of(converted, Map.of("type", "null"))))
                : converted;
    }

    private static void bound(Map<String, Object> converted, String bound, String exclusive) {
        Object open = converted.get(exclusive);
        if (open instanceof Boolean) {
            converted.remove(exclusive);
            if (open.equals(true) && converted.containsKey(bound)) {
                converted.put(exclusive, converted.get(bound));
                converted.remove(bound);
            }
        }
    }

    private Optional<String> referred(Node schema, String reference) {
        String known = names.get(reference);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Node> target = references.target(reference);
        if (target.isEmpty()) {
            remarks.add(
                    schema.path(), reference, "fits everything: it refers to something that is not in this document");
            return Optional.empty();
        }
        String plain = References.name(reference).replaceAll("[^A-Za-z0-9._-]", "-");
        String name = plain;
        for (int number = 2; !given.add(name); number++) {
            name = plain + "-" + number;
        }
        names.put(reference, name);
        waiting.add(Map.entry(name, target.get()));
        return Optional.of(name);
    }

    private static boolean isSchema(Node node) {
        return node.value() instanceof Map || node.value() instanceof Boolean;
    }

    private Optional<Object> value(Node node) {
        count(node);
        return switch (node.value()) {
            case null -> Optional.empty();
            case String text -> Optional.of(clean(text));
            case BigDecimal number
            when Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS -> {
                remarks.add(node.path(), "a number", "is left out: it has too many digits");
                yield Optional.empty();
            }
            case Map<?, ?> _ -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.members().forEach((key, child) -> map.put(clean(key), orNull(child)));
                yield Optional.of(map);
            }
            case List<?> _ -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.items().forEach(child -> list.add(orNull(child)));
                yield Optional.of(list);
            }
            case Object other -> Optional.of(other);
        };
    }

    private @Nullable Object orNull(Node child) {
        return value(child).orElse(null);
    }

    /** PostgreSQL's jsonb cannot hold a NUL. */
    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private void count(Node at) {
        if (++values > MOST_VALUES) {
            throw new InvalidInput(
                    at.path(), "more", "must not come to more than " + MOST_VALUES + " values, with what it refers to");
        }
    }
}
