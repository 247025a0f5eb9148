package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The properties of a thing while they are gathered: a name said twice becomes a list. */
final class Properties {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode node = JSON.objectNode();

    static Properties of(List<String> types, Optional<String> id) {
        Properties properties = new Properties();
        types.forEach(type -> properties.add("@type", JSON.textNode(type)));
        id.ifPresent(address -> properties.add("@id", JSON.textNode(address)));
        return properties;
    }

    void add(String name, String text) {
        add(name, JSON.textNode(text));
    }

    void add(String name, JsonNode value) {
        JsonNode before = node.get(name);
        if (before == null) {
            node.set(name, value);
        } else if (before instanceof ArrayNode list) {
            list.add(value);
        } else {
            node.set(name, JSON.arrayNode().add(before).add(value));
        }
    }

    ObjectNode node() {
        return node;
    }

    /** The thing itself; its types and id are not repeated among its properties. */
    static Thing thing(Syntax syntax, ObjectNode whole) {
        ObjectNode properties = whole.deepCopy();
        List<String> types = texts(properties.remove("@type"));
        Optional<String> id = texts(properties.remove("@id")).stream().findFirst();
        return new Thing(syntax, types, id, properties);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node != null) {
            (node.isArray() ? node : JSON.arrayNode().add(node)).forEach(each -> texts.add(each.asText()));
        }
        return texts;
    }
}
