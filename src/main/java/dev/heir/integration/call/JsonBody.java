package dev.heir.integration.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;

/** Writes what a document declares (maps, lists, text, numbers, booleans) as JSON. */
@Singleton
final class JsonBody {

    private final ObjectMapper json;

    JsonBody(ObjectMapper json) {
        this.json = json;
    }

    Body write(Object declared) {
        try {
            return Body.of(json.writeValueAsBytes(declared));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a document's value cannot be written as JSON", impossible);
        }
    }
}
