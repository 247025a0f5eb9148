package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a page describes for machines.
 *
 * @param types without schema.org's address in front; other vocabularies whole
 * @param properties a text, a list, or the properties of another thing with {@code @type} and {@code @id} among them
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Thing(Syntax syntax, List<String> types, Optional<String> id, JsonNode properties) {

    public Thing {
        types = List.copyOf(types);
    }
}
