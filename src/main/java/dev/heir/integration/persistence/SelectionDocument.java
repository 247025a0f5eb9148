package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.cache.Selection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which requests a kept answer is for, as JSON: always written alike, so that it can be compared. */
final class SelectionDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SelectionDocument() {}

    static String write(Selection selection) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(selection.headers())
                .forEach((name, value) -> document.put(Stored.text(name), Stored.text(value)));
        return document.toString();
    }

    static Selection read(String text) {
        Map<String, String> headers = new HashMap<>();
        try {
            JSON.readTree(text)
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept selection is not JSON", e);
        }
        return new Selection(headers);
    }
}
