package dev.heir.integration.provider.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operation takes and gives, by media type and status. */
final class OperationContract {

    private final References references;
    private final Schemas schemas;

    OperationContract(References references, Schemas schemas) {
        this.references = references;
        this.schemas = schemas;
    }

    /** Those of its path and its own, which win by name and place. */
    List<Node> parameters(Node item, Node operation) {
        Map<String, Node> byPlace = new LinkedHashMap<>();
        List<Node> written = new ArrayList<>(item.items("parameters"));
        written.addAll(operation.items("parameters"));
        for (Node each : written) {
            references
                    .follow(each)
                    .ifPresent(parameter -> byPlace.put(
                            parameter.text("in").orElse("") + " "
                                    + parameter.text("name").orElse(""),
                            parameter));
        }
        return List.copyOf(byPlace.values());
    }

    /** The answer when all went well: of several the one with the least status. */
    Optional<Node> success(Node operation) {
        return operation.members("responses").entrySet().stream()
                .filter(response -> response.getKey().matches("2(\\d\\d|XX)"))
                .min(Map.Entry.comparingByKey())
                .flatMap(response -> references.follow(response.getValue()));
    }

    Map<String, Object> of(String method, String path, Node operation, List<Node> parameters) {
        Map<String, Object> contract = new LinkedHashMap<>();
        contract.put(method, path);
        operation.text("operationId").ifPresent(id -> contract.put("operationId", id));
        if (!parameters.isEmpty()) {
            contract.put("parameters", parameters.stream().map(this::parameter).toList());
        }
        operation.at("requestBody").flatMap(references::follow).ifPresent(body -> {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("required", body.isTrue("required"));
            request.put("content", content(body));
            contract.put("request", request);
        });
        Map<String, Object> responses = new LinkedHashMap<>();
        operation.members("responses").forEach((status, written) -> references
                .follow(written)
                .filter(_ -> !status.startsWith("x-"))
                .ifPresent(response -> responses.put(status, content(response))));
        contract.put("responses", responses);
        return contract;
    }

    private Map<String, Object> parameter(Node written) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        for (String key : List.of("name", "in", "style")) {
            written.text(key).ifPresent(text -> parameter.put(key, text));
        }
        if (written.isTrue("required")) {
            parameter.put("required", true);
        }
        written.at("schema").ifPresent(schema -> parameter.put("schema", schemas.convert(schema)));
        return parameter;
    }

    private Map<String, Object> content(Node owner) {
        Map<String, Object> content = new LinkedHashMap<>();
        owner.members("content")
                .forEach((type, media) -> content.put(
                        type, media.at("schema").map(schemas::convert).orElse(Map.of())));
        return content;
    }
}
