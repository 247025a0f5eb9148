package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request that waits to be sent, as JSON; its body is kept beside it as bytes. */
final class RequestDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestDocument() {}

    static String write(CallRequest request) {
        ObjectNode document = JSON.createObjectNode();
        document.put("provider", request.provider());
        request.operation().ifPresent(value -> document.put("operation", Stored.text(value)));
        request.method().ifPresent(value -> document.put("method", Stored.text(value)));
        request.path().ifPresent(value -> document.put("path", Stored.text(value)));
        putAll(document.putObject("params"), request.params());
        putAll(document.putObject("headers"), request.headers());
        request.tier().ifPresent(value -> document.put("tier", value.name()));
        request.deadline().ifPresent(value -> document.put("deadline", value.toString()));
        request.idempotencyKey().ifPresent(value -> document.put("idempotencyKey", Stored.text(value)));
        document.put("mayDefer", request.mayDefer());
        document.put("mayWait", request.mayWait());
        return document.toString();
    }

    static CallRequest read(String text, byte[] body) {
        try {
            JsonNode document = JSON.readTree(text);
            return new CallRequest(
                    document.path("provider").asText(),
                    text(document, "operation"),
                    text(document, "method"),
                    text(document, "path"),
                    map(document.path("params")),
                    map(document.path("headers")),
                    Body.of(body),
                    text(document, "tier").map(Tier::valueOf),
                    text(document, "deadline").map(Duration::parse),
                    text(document, "idempotencyKey"),
                    document.path("mayDefer").asBoolean(),
                    // Requests that were parked before there was anything to wait for say nothing.
                    document.path("mayWait").asBoolean(true),
                    Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parked request is not JSON", e);
        }
    }

    private static void putAll(ObjectNode object, Map<String, String> values) {
        values.forEach((name, value) -> object.put(Stored.text(name), Stored.text(value)));
    }

    private static Optional<String> text(JsonNode document, String field) {
        return Optional.ofNullable(document.get(field)).map(JsonNode::asText);
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> values = new HashMap<>();
        object.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }
}
