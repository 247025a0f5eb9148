package dev.heir.integration.rest;

import java.util.Map;

/**
 * What a person or a tool wrote, in JSON or YAML: an OpenAPI document is larger than anything written by hand.
 *
 * @param tree maps, lists, strings, numbers, booleans and nulls
 */
public record GeneratedDocument(Map<String, Object> tree) {}
