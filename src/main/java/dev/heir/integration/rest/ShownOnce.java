package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A document with a secret that was made for it, and which nobody is ever told again.
 *
 * @param webhookSecret empty when none was made
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ShownOnce(@JsonAnyGetter Map<String, Object> document, Optional<String> webhookSecret) {

    /** The document masked; the secret is for whoever asked for it. */
    ShownOnce masked(UnaryOperator<Map<String, Object>> mask) {
        return new ShownOnce(mask.apply(document), webhookSecret);
    }
}
