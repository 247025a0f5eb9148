package dev.heir.integration.call;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Fallback;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads another provider's answer as if the asked one had given it, by the mapping its owner declared. */
@Singleton
final class Mapped {

    private final ObjectMapper json;

    Mapped(ObjectMapper json) {
        this.json = json;
    }

    static Map<String, String> params(Map<String, String> ours, Fallback.Mapping mapping) {
        Map<String, String> theirs = new LinkedHashMap<>();
        ours.forEach((name, value) -> theirs.put(mapping.parameters().getOrDefault(name, name), value));
        return theirs;
    }

    /** @return empty when their body is not JSON or lacks what the template points at: better no answer than a torn one */
    Optional<Body> response(Body theirs, Fallback.Mapping mapping) {
        if (mapping.response().isEmpty()) {
            return Optional.of(theirs);
        }
        try {
            JsonNode root = json.readTree(theirs.bytes());
            JsonNode filled = fill(json.valueToTree(mapping.response()), root);
            return filled.isMissingNode() ? Optional.empty() : Optional.of(Body.of(json.writeValueAsBytes(filled)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The template with its pointers followed; missing when one of them leads nowhere. */
    private JsonNode fill(JsonNode template, JsonNode root) {
        switch (template) {
            case ObjectNode object -> {
                ObjectNode filled = json.createObjectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    JsonNode value = fill(member.getValue(), root);
                    if (value.isMissingNode()) {
                        return value;
                    }
                    filled.set(member.getKey(), value);
                }
                return filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = json.createArrayNode();
                for (JsonNode element : array) {
                    JsonNode value = fill(element, root);
                    if (value.isMissingNode()) {
                        return value;
                    }
                    filled.add(value);
                }
                return filled;
            }
            default -> {
                return template.isTextual() && template.textValue().startsWith("$/")
                        ? root.at(JsonPointer.compile(template.textValue().substring(1)))
                        : template;
            }
        }
    }
}
