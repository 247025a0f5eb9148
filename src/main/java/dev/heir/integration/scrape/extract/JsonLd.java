package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;

/** JSON-LD as pages write it: lists, {@code @graph}, things that refer to each other by {@code @id}. */
final class JsonLd {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> known = new HashMap<>();
    private final Allowance left = new Allowance(Things.MOST_VALUES, Things.MOST_TEXT);

    private JsonLd() {}

    static List<Thing> things(Document document) {
        JsonLd page = new JsonLd();
        List<ObjectNode> top = new ArrayList<>();
        for (JsonNode block : EmbeddedJson.linkedData(document)) {
            page.collect(block, top, 0);
        }
        top.forEach(page::remember);
        return top.stream()
                .filter(JsonLd::says)
                .limit(Things.MOST)
                .map(node -> page.plain(node, Set.of(), 0))
                .filter(JsonNode::isObject)
                .map(node -> Properties.thing(Syntax.JSON_LD, (ObjectNode) node))
                .toList();
    }

    private void collect(JsonNode node, List<ObjectNode> top, int depth) {
        if (depth > Things.DEEPEST || top.size() >= Things.MOST) {
            return;
        }
        if (node.isArray()) {
            node.forEach(each -> collect(each, top, depth + 1));
        } else if (node instanceof ObjectNode object) {
            if (object.has("@graph")) {
                collect(object.get("@graph"), top, depth + 1);
            }
            top.add(object);
        }
    }

    /** The fullest description of an id: others are references to it. */
    private void remember(ObjectNode node) {
        String id = node.path("@id").asText();
        if (!id.isEmpty()) {
            known.merge(id, node, (one, other) -> one.size() >= other.size() ? one : other);
        }
    }

    private static boolean says(ObjectNode node) {
        return node.properties().stream()
                .anyMatch(entry -> !entry.getKey().startsWith("@")
                        || (entry.getKey().equals("@type") && node.size() > 1 && !node.has("@graph")));
    }

    /** Names short, values without their wrapping, references replaced by what they refer to. */
    private JsonNode plain(JsonNode node, Set<String> around, int depth) {
        if (!left.take() || depth > Things.DEEPEST) {
            return JSON.nullNode();
        }
        if (node instanceof ArrayNode array) {
            ArrayNode list = JSON.arrayNode();
            array.forEach(each -> add(list, plain(each, around, depth + 1)));
            return list;
        }
        if (!(node instanceof ObjectNode object)) {
            return node.isTextual() ? JSON.textNode(left.fit(node.textValue())) : node;
        }
        for (String wrapping : List.of("@value", "@list", "@set")) {
            if (object.has(wrapping)) {
                return plain(object.get(wrapping), around, depth + 1);
            }
        }
        String id = object.path("@id").asText();
        ObjectNode meant = object.size() == 1 && known.containsKey(id) ? known.get(id) : object;
        if (!id.isEmpty() && around.contains(id)) {
            return JSON.objectNode().put("@id", id);
        }
        Set<String> within = new HashSet<>(around);
        if (!id.isEmpty()) {
            within.add(id);
        }
        ObjectNode result = JSON.objectNode();
        meant.properties().forEach(entry -> {
            String name = entry.getKey();
            if (name.equals("@type")) {
                result.set(name, types(entry.getValue()));
            } else if (name.equals("@id")) {
                result.set(name, entry.getValue());
            } else if (!name.startsWith("@")) {
                JsonNode value = plain(entry.getValue(), within, depth + 1);
                if (!value.isNull()) {
                    result.set(Things.shortName(name), value);
                }
            }
        });
        return result;
    }

    private static void add(ArrayNode list, JsonNode value) {
        if (!value.isNull()) {
            list.add(value);
        }
    }

    private static JsonNode types(JsonNode node) {
        if (node.isArray()) {
            ArrayNode types = JSON.arrayNode();
            node.forEach(each -> types.add(Things.shortName(each.asText())));
            return types;
        }
        return JSON.textNode(Things.shortName(node.asText()));
    }
}
