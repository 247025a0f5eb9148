package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Flaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value to read from pages, and the ways to find it, the surest first. Without any way it is looked for beside its name.
 *
 * @param json in a JSON answer, or in the JSON that a page carries for its scripts
 * @param from in structured data: its type, then a JSONPath, such as {@code Product.offers.price}
 * @param label words that stand before the value on the page
 * @param required whether a page without it is worth telling
 */
public record Field(
        String name,
        List<Css> css,
        List<XPath> xpath,
        List<JsonPath> json,
        List<From> from,
        Optional<String> label,
        Type type,
        boolean required) {

    private static final List<String> KEYS = List.of("css", "xpath", "json", "from", "label", "type", "required");
    private static final int MOST_WAYS = 10;

    public Field {
        css = List.copyOf(css);
        xpath = List.copyOf(xpath);
        json = List.copyOf(json);
        from = List.copyOf(from);
    }

    /** A place in the things of one type. */
    public record From(String type, JsonPath path) {

        static From parse(String text) {
            String[] parts = text.strip().split("[.\\[]", 2);
            if (parts.length < 2 || parts[0].isEmpty()) {
                throw new IllegalArgumentException("must be a type and a path in it, such as Product.offers.price");
            }
            return new From(parts[0], JsonPath.parse(text.strip().substring(parts[0].length())));
        }

        @Override
        public String toString() {
            return type + path;
        }
    }

    /** @param node a CSS selector, or an object of the field's ways and type */
    public static Optional<Field> read(String name, JsonNode node, List<Flaw> flaws) {
        String at = "fields." + name;
        int before = flaws.size();
        if (node.isTextual()) {
            List<Css> css = ways(at, node, Css::parse, flaws);
            return flaws.size() > before
                    ? Optional.empty()
                    : Optional.of(
                            new Field(name, css, List.of(), List.of(), List.of(), Optional.empty(), Type.TEXT, false));
        }
        if (!node.isObject()) {
            flaws.add(new Flaw(at, shown(node), "must be a CSS selector or an object of " + String.join(", ", KEYS)));
            return Optional.empty();
        }
        node.properties().stream()
                .filter(entry -> !KEYS.contains(entry.getKey()))
                .forEach(entry -> flaws.add(new Flaw(
                        at + "." + entry.getKey(),
                        shown(entry.getValue()),
                        "is not known here; known are " + String.join(", ", KEYS))));
        Field field = new Field(
                name,
                ways(at + ".css", node.path("css"), Css::parse, flaws),
                ways(at + ".xpath", node.path("xpath"), XPath::new, flaws),
                ways(at + ".json", node.path("json"), JsonPath::parse, flaws),
                ways(at + ".from", node.path("from"), From::parse, flaws),
                ways(at + ".label", node.path("label"), Function.identity(), flaws).stream()
                        .findFirst(),
                type(at + ".type", node.path("type"), flaws),
                flag(at + ".required", node.path("required"), flaws));
        return flaws.size() > before ? Optional.empty() : Optional.of(field);
    }

    private static <T> List<T> ways(String at, JsonNode node, Function<String, T> parse, List<Flaw> flaws) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<JsonNode> given = new ArrayList<>();
        (node.isArray() ? node : JsonNodeFactory.instance.arrayNode().add(node)).forEach(given::add);
        List<T> ways = new ArrayList<>();
        if (given.size() > MOST_WAYS) {
            flaws.add(new Flaw(at, given.size() + " ways", "must not be more than " + MOST_WAYS));
            return ways;
        }
        for (JsonNode each : given) {
            try {
                if (!each.isTextual() || each.textValue().isBlank()) {
                    throw new IllegalArgumentException("must be a text that is not empty");
                }
                ways.add(parse.apply(each.textValue()));
            } catch (IllegalArgumentException flaw) {
                flaws.add(new Flaw(at, shown(each), String.valueOf(flaw.getMessage())));
            }
        }
        return ways;
    }

    private static Type type(String at, JsonNode node, List<Flaw> flaws) {
        if (node.isMissingNode()) {
            return Type.TEXT;
        }
        String named = node.asText().toUpperCase(Locale.ROOT);
        return Arrays.stream(Type.values())
                .filter(type -> type.name().equals(named))
                .findFirst()
                .orElseGet(() -> {
                    flaws.add(new Flaw(at, shown(node), "must be one of " + Arrays.toString(Type.values())));
                    return Type.TEXT;
                });
    }

    private static boolean flag(String at, JsonNode node, List<Flaw> flaws) {
        if (!node.isMissingNode() && !node.isBoolean()) {
            flaws.add(new Flaw(at, shown(node), "must be true or false"));
        }
        return node.asBoolean();
    }

    private static String shown(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    /** As people write it; {@link #read} reads it back. */
    public ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        css.forEach(way -> document.withArray("css").add(way.toString()));
        xpath.forEach(way -> document.withArray("xpath").add(way.toString()));
        json.forEach(way -> document.withArray("json").add(way.toString()));
        from.forEach(way -> document.withArray("from").add(way.toString()));
        label.ifPresent(words -> document.put("label", words));
        document.put("type", type.name());
        document.put("required", required);
        return document;
    }

    boolean hasNoWay() {
        return css.isEmpty() && xpath.isEmpty() && json.isEmpty() && from.isEmpty() && label.isEmpty();
    }
}
