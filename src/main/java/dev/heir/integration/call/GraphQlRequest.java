package dev.heir.integration.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.GraphQlDocument;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Protocol;
import dev.heir.integration.provider.Provider;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A GraphQL request: a document, its variables, and which of its operations is meant (GraphQL over HTTP, section 5). */
final class GraphQlRequest {

    /** Where nearly all servers have it. */
    static final String PATH = "/graphql";

    /** Section 6.4: the type that gives errors a status of their own, and the one that all servers know. */
    private static final String ACCEPT = "application/graphql-response+json, application/json;q=0.9";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Operation operation;
    private final Protocol.GraphQl protocol;
    private final List<Flaw> flaws;

    GraphQlRequest(Operation operation, Protocol.GraphQl protocol, List<Flaw> flaws) {
        this.operation = operation;
        this.protocol = protocol;
        this.flaws = flaws;
    }

    /** @param given with {@code query}, {@code variables} and {@code operationName}, as far as the operation needs them */
    Formed formed(Body given, String pathAndQuery, Map<String, String> headers) {
        ObjectNode said = JSON.createObjectNode();
        Optional<ObjectNode> own = given.isEmpty() ? Optional.of(said) : object(given);
        if (own.isEmpty()) {
            flaws.add(new Flaw("body", "[not shown]", "must be a JSON object with 'query' and 'variables'"));
        }
        ObjectNode asked = own.orElse(said);
        Optional<Operation> meant = own.flatMap(_ -> document(asked)).map(document -> meant(document, asked));
        if (asked.has("variables")
                && !asked.get("variables").isObject()
                && !asked.get("variables").isNull()) {
            flaws.add(new Flaw("variables", "[not shown]", "must be a JSON object"));
        }
        headers.putIfAbsent("accept", ACCEPT);
        if (operation.method().equals("GET")) {
            headers.remove("content-type");
            return new Formed(meant.orElse(operation), asked(pathAndQuery, asked), Body.EMPTY);
        }
        headers.putIfAbsent("content-type", "application/json");
        return new Formed(meant.orElse(operation), pathAndQuery, Body.of(asked.toString()));
    }

    private Optional<GraphQlDocument> document(ObjectNode asked) {
        boolean brings = asked.hasNonNull("query");
        if (protocol.document().isPresent()) {
            if (brings) {
                flaws.add(new Flaw(
                        "query", "[not shown]", "is operation '" + operation.name() + "'s own, and not its caller's"));
            }
            asked.put("query", protocol.document().get().text());
            return protocol.document();
        }
        Optional<GraphQlDocument> document =
                brings ? GraphQlDocument.parse(asked.get("query").asText()) : Optional.empty();
        if (document.isEmpty()) {
            flaws.add(new Flaw(
                    "query",
                    brings ? "[not shown]" : "",
                    brings
                            ? "must be a GraphQL document with an operation, its brackets matching, of at most "
                                    + GraphQlDocument.LONGEST + " characters"
                            : "is needed: a GraphQL document, such as '{ shop { name } }'"));
        }
        return document;
    }

    private Operation meant(GraphQlDocument document, ObjectNode asked) {
        Optional<String> name = name(asked);
        Optional<GraphQlDocument.Named> named = document.operation(name);
        if (named.isEmpty()) {
            flaws.add(new Flaw(
                    "operationName",
                    name.orElse(""),
                    "must name one of the document's operations, which are "
                            + document.operations().stream()
                                    .map(one -> one.name().orElse("(unnamed)"))
                                    .toList()));
            return operation;
        }
        GraphQlDocument.Kind kind = named.get().kind();
        if (kind == GraphQlDocument.Kind.SUBSCRIPTION) {
            flaws.add(new Flaw("query", "subscription", "is no single answer: ask for it through /v1/proxy"));
        }
        if (kind == GraphQlDocument.Kind.MUTATION && operation.method().equals("GET")) {
            flaws.add(new Flaw("method", "GET", "a mutation is asked by POST: a GET has no effect"));
        }
        return protocol.document().isPresent() ? operation : asSafeAs(operation, kind);
    }

    private static Operation asSafeAs(Operation operation, GraphQlDocument.Kind kind) {
        return kind == GraphQlDocument.Kind.QUERY ? operation.withSafe(true) : operation;
    }

    private static Optional<String> name(JsonNode asked) {
        return Optional.of(asked.path("operationName").asText("")).filter(name -> !name.isEmpty());
    }

    private static String asked(String pathAndQuery, ObjectNode asked) {
        StringBuilder uri = new StringBuilder(pathAndQuery);
        asked.properties().forEach(one -> {
            if (!one.getValue().isNull()) {
                String value = one.getValue().isTextual()
                        ? one.getValue().textValue()
                        : one.getValue().toString();
                uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                        .append(URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
            }
        });
        return uri.toString();
    }

    /** A request that is passed on as it is: what it asks for is read all the same, where it can be. */
    static Operation passed(Operation operation, Body body) {
        if (!(operation.protocol() instanceof Protocol.GraphQl graphQl)
                || graphQl.document().isPresent()
                || !operation.method().equals("POST")) {
            return operation;
        }
        return whole(body)
                .flatMap(asked -> GraphQlDocument.parse(asked.path("query").asText(""))
                        .flatMap(document -> document.operation(name(asked))))
                .map(named -> asSafeAs(operation, named.kind()))
                .orElse(operation);
    }

    /** Which operations of a provider a request may be by its content. */
    static List<Operation> candidates(Provider provider, Body body) {
        boolean plain = provider.operations().values().stream()
                .noneMatch(operation -> operation.protocol() instanceof Protocol.GraphQl);
        String query = plain
                ? ""
                : whole(body)
                        .map(asked -> spelt(asked.path("query").asText("")))
                        .orElse("");
        return provider.operations().values().stream()
                .filter(operation -> !(operation.protocol() instanceof Protocol.GraphQl graphQl)
                        || graphQl.document()
                                .map(document -> spelt(document.text()).equals(query))
                                .orElse(true))
                .toList();
    }

    private static String spelt(String document) {
        return document.replaceAll("[\\s,]+", " ").strip();
    }

    private static Optional<ObjectNode> whole(Body body) {
        return body.isWhole() && !body.isEmpty() ? object(body) : Optional.empty();
    }

    private static Optional<ObjectNode> object(Body body) {
        try {
            return JSON.readTree(body.bytes()) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes at hand cannot be read", impossible);
        }
    }
}
