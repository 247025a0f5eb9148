package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Headers as JSON: each name with its values in order. */
final class HeadersDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HeadersDocument() {}

    static String write(Map<String, List<String>> headers) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, values) -> {
            ArrayNode kept = document.putArray(Stored.text(name));
            values.forEach(value -> kept.add(Stored.text(value)));
        });
        return document.toString();
    }

    static Map<String, List<String>> read(String text) {
        Map<String, List<String>> headers = new HashMap<>();
        parse(text).properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), List.copyOf(values));
        });
        return Map.copyOf(headers);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("kept headers are not JSON", e);
        }
    }
}
