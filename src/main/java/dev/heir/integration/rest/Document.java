package dev.heir.integration.rest;

import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/**
 * What a person wrote, in JSON or YAML.
 *
 * @param tree maps, lists, strings, numbers, booleans and nulls
 */
public record Document(Map<String, Object> tree) {

    static final String JSON = MediaType.APPLICATION_JSON;
    static final String YAML = "application/yaml"; // RFC 9512, which deprecates the two others
    static final String X_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";
}
