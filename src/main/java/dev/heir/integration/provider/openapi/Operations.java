package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.ProviderDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes our operations of theirs. */
final class Operations {

    static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete", "head", "options");

    private static final int MOST = 5_000;
    private static final List<String> NOT_CALLED = List.of("trace", "query", "additionalOperations");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final References references;
    private final Security security;
    private final Remarks remarks;
    private final Pages pages;
    private final OperationContract contracts;
    private final Names names = new Names();
    private final Map<String, One> made = new LinkedHashMap<>();
    private int leftOut;

    /**
     * @param id theirs
     * @param contract its parameters and schemas
     */
    record One(Optional<String> id, Map<String, @Nullable Object> document, Map<String, Object> contract) {}

    Operations(References references, Schemas schemas, Security security, Remarks remarks) {
        this.references = references;
        this.security = security;
        this.remarks = remarks;
        this.pages = new Pages(references, remarks);
        this.contracts = new OperationContract(references, schemas);
    }

    /** @param server where all of them are, as the document says */
    void read(Node root, Optional<String> server) {
        root.members("paths").forEach((path, written) -> {
            if (path.startsWith("/")) {
                references.follow(written).ifPresent(item -> item(path, item, server));
            } else if (!path.startsWith("x-")) {
                remarks.add(written.path(), path, "is left out: a path begins with /");
            }
        });
    }

    private void item(String path, Node item, Optional<String> server) {
        for (String method : METHODS) {
            item.at(method).ifPresent(operation -> operation(path, method, item, operation, server));
        }
        for (String other : NOT_CALLED) {
            item.at(other)
                    .ifPresent(operation -> skip(operation.path(), other, "is left out: no such method can be called"));
        }
    }

    private void operation(String path, String method, Node item, Node operation, Optional<String> server) {
        Optional<Object> extension = operation.at(OpenApi.EXTENSION).map(Node::value);
        if (extension.filter(Boolean.FALSE::equals).isPresent()) {
            leftOut++;
            return;
        }
        Node owner = operation.has("servers") ? operation : item;
        Optional<String> elsewhere = Address.of(owner, remarks).filter(url -> !url.equals(server.orElse("")));
        if (elsewhere.isPresent()) {
            skip(
                    owner.path() + ".servers",
                    elsewhere.get(),
                    "is left out: it lives elsewhere than the others; register that as a provider of its own");
            return;
        }
        if (made.size() >= MOST) {
            throw new InvalidInput("paths", "more", "must not have more than " + MOST + " operations");
        }
        Optional<String> id = operation.text("operationId");
        List<Node> parameters = contracts.parameters(item, operation);
        Map<String, @Nullable Object> document = document(path, method, operation, parameters);
        String name = names.give(id, method, path);
        List<Flaw> flaws = ProviderDocument.flawsOf(name, document);
        if (!flaws.isEmpty()) {
            skip(
                    operation.path(),
                    flaws.getFirst().value(),
                    "is left out: it " + flaws.getFirst().reason());
            return;
        }
        security.count(operation);
        if (operation.has("callbacks")) {
            remarks.add(operation.path() + ".callbacks", "callbacks", "are left out: they come from the provider");
        }
        made.put(
                name,
                new One(
                        id,
                        extension
                                .map(own ->
                                        Own.laid(document, Own.map(operation.path() + "." + OpenApi.EXTENSION, own)))
                                .orElse(document),
                        contracts.of(method, path, operation, parameters)));
    }

    private Map<String, @Nullable Object> document(String path, String method, Node operation, List<Node> parameters) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(method, places(path, operation));
        if (method.equals("get")) {
            List<Node> query = parameters.stream()
                    .filter(each -> each.text("in").filter("query"::equals).isPresent())
                    .toList();
            pages.hint(operation, query, contracts.success(operation))
                    .ifPresent(hint -> document.put("pagination", hint));
        }
        if (!List.of("get", "head", "options").contains(method)) {
            parameters.stream()
                    .filter(each -> each.text("in").filter("header"::equals).isPresent())
                    .flatMap(each -> each.text("name").stream())
                    .filter(header -> header.toLowerCase(Locale.ROOT).matches("(x-)?idempotency-?key"))
                    .findFirst()
                    .ifPresent(header -> document.put("idempotencyKey", header));
        }
        return document;
    }

    /** Places named by our rule: letters, digits, dots, hyphens and underscores, a letter first. */
    private String places(String path, Node operation) {
        return PLACE.matcher(path).replaceAll(place -> {
            String plain = place.group(1).replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("^[^A-Za-z]+|_+$", "");
            String name = plain.isEmpty() ? "p" + place.start() : plain;
            if (!name.equals(place.group(1))) {
                remarks.add(
                        operation.path(),
                        place.group(),
                        "is given as a parameter of another name, such as '" + name + "'");
            }
            return Matcher.quoteReplacement("{" + name + "}");
        });
    }

    private void skip(String path, String value, String reason) {
        leftOut++;
        remarks.add(path, value, reason);
    }

    Map<String, One> made() {
        return made;
    }

    /** Of all that were made and not left out by us. */
    Map<String, Object> contracts(Own own) {
        Map<String, Object> contracts = new LinkedHashMap<>();
        made.forEach((name, one) -> contracts.put(name, one.contract()));
        Own.map("operations", own.keys().get("operations")).forEach((given, value) -> {
            if (Boolean.FALSE.equals(value)) {
                contracts.remove(Own.nameOf(given, made));
            }
        });
        return contracts;
    }

    Made.Summary summary(String version, String title, int schemas, List<NeededCredential> credentials) {
        return new Made.Summary(
                version,
                title,
                made.size(),
                leftOut,
                (int) made.entrySet().stream()
                        .filter(one -> one.getValue()
                                .id()
                                .filter(id -> !id.equals(one.getKey()))
                                .isPresent())
                        .count(),
                having("pagination"),
                having("idempotencyKey"),
                schemas,
                credentials);
    }

    private int having(String key) {
        return (int) made.values().stream()
                .map(One::document)
                .map(document -> document.get(key))
                .filter(Objects::nonNull)
                .count();
    }
}
