package dev.heir.integration.provider.openapi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which kinds of credential a provider asks for: as far as it can be said, the document of each without its secret. */
final class Security {

    private final Node root;
    private final References references;
    private final Map<String, Integer> uses = new HashMap<>();

    Security(Node root, References references) {
        this.root = root;
        this.references = references;
    }

    /** Counts what an operation asks for: what it says itself, or the document for all. */
    void count(Node operation) {
        Node owner = operation.has("security") ? operation : root;
        owner.items("security").stream()
                .flatMap(alternative -> alternative.members().keySet().stream())
                .distinct()
                .forEach(scheme -> uses.merge(scheme, 1, Integer::sum));
    }

    /** In the document's order. */
    List<NeededCredential> needed() {
        return root.at("components", "securitySchemes").map(Node::members).orElse(Map.of()).entrySet().stream()
                .flatMap(each -> references.follow(each.getValue()).stream()
                        .map(scheme -> needed(each.getKey(), scheme, uses.getOrDefault(each.getKey(), 0))))
                .toList();
    }

    private static NeededCredential needed(String name, Node scheme, int operations) {
        return switch (scheme.text("type").orElse("")) {
            case "apiKey" -> apiKey(name, scheme, operations);
            case "http" ->
                switch (scheme.text("scheme").orElse("").toLowerCase(Locale.ROOT)) {
                    case "bearer" -> kind(name, operations, Map.of("kind", "bearer"));
                    case "basic" -> kind(name, operations, Map.of("kind", "basic"));
                    default ->
                        unknown(
                                name,
                                operations,
                                "http " + scheme.text("scheme").orElse(""));
                };
            case "oauth2" -> oauth2(name, scheme, operations);
            case "openIdConnect" ->
                new NeededCredential(
                        name,
                        operations,
                        Map.of("kind", "bearer"),
                        "a token of OpenID Connect, got by hand: it is not renewed");
            case String other -> unknown(name, operations, other);
        };
    }

    private static NeededCredential apiKey(String name, Node scheme, int operations) {
        String key = scheme.text("name").orElse("");
        return switch (scheme.text("in").orElse("")) {
            case "header" -> kind(name, operations, document("kind", "api-key", "header", key));
            case "query" -> kind(name, operations, document("kind", "api-key", "query", key));
            case String place -> unknown(name, operations, "apiKey in " + place);
        };
    }

    private static NeededCredential oauth2(String name, Node scheme, int operations) {
        Optional<Node> flow = scheme.at("flows", "clientCredentials");
        if (flow.isEmpty()) {
            return new NeededCredential(
                    name,
                    operations,
                    Map.of("kind", "bearer"),
                    "OAuth 2.0 by " + String.join(", ", scheme.members("flows").keySet())
                            + ": a token got by hand, it is not renewed");
        }
        Map<String, String> document = document("kind", "oauth2-client-credentials");
        flow.get().text("tokenUrl").filter(Address::isWhole).ifPresent(url -> document.put("tokenUrl", url));
        String scopes = flow.get().members("scopes").keySet().stream().collect(Collectors.joining(" "));
        return new NeededCredential(name, operations, document, scopes.isEmpty() ? "" : "scopes there are: " + scopes);
    }

    private static NeededCredential kind(String name, int operations, Map<String, String> document) {
        return new NeededCredential(name, operations, document, "");
    }

    private static NeededCredential unknown(String name, int operations, String what) {
        return new NeededCredential(name, operations, Map.of(), what.strip() + " is none of our kinds of credential");
    }

    private static Map<String, String> document(String... pairs) {
        Map<String, String> document = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            document.put(pairs[i], pairs[i + 1]);
        }
        return document;
    }
}
