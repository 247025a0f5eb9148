package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Headers as JSON: each name with its values in order. */
final class HeadersDocument {

    private HeadersDocument() {}

    static ObjectNode of(Map<String, List<String>> headers) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, values) -> {
            ArrayNode kept = document.putArray(Stored.text(name));
            values.forEach(value -> kept.add(Stored.text(value)));
        });
        return document;
    }

    static Map<String, List<String>> read(JsonNode document) {
        Map<String, List<String>> headers = new HashMap<>();
        document.properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), List.copyOf(values));
        });
        return Map.copyOf(headers);
    }
}
