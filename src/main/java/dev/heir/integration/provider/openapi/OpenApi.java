package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an OpenAPI 3.x document, by itself or under {@code openapi} of one of ours. */
final class OpenApi {

    static final String EXTENSION = "x-integration";

    private static final Pattern VERSION = Pattern.compile("3\\.[012](\\.\\d+.*)?");

    private final Node root;
    private final Own own;
    private final String version;
    private final Remarks remarks = new Remarks();
    private final References references;
    private final Schemas schemas;
    private final Security security;
    private final Operations operations;

    private OpenApi(Node root, Own own) {
        this.root = root;
        this.own = own;
        this.version = version(root);
        this.references = new References(root, remarks);
        this.schemas = new Schemas(references, remarks, version.startsWith("3.0"));
        this.security = new Security(root, references);
        this.operations = new Operations(references, schemas, security, remarks);
    }

    /** Whether a document says that it is one, of whatever version. */
    static boolean isOne(Map<String, ?> document) {
        return document.containsKey("openapi") || document.containsKey("swagger");
    }

    /** @throws InvalidInput when it is none that can be read */
    static Made read(Map<String, ?> document) {
        if (document.get("openapi") instanceof Map<?, ?> inside) {
            return new OpenApi(new Node("openapi", inside), Own.around(document)).made();
        }
        return new OpenApi(new Node("", document), Own.within(EXTENSION, document.get(EXTENSION))).made();
    }

    private static String version(Node root) {
        Optional<String> version = root.at("openapi").map(Node::value).map(String::valueOf);
        if (version.isEmpty() || root.has("swagger")) {
            throw new InvalidInput(
                    root.has("swagger") ? "swagger" : "openapi.openapi",
                    root.at("swagger").map(Node::value).map(String::valueOf).orElse("nothing"),
                    "OpenAPI 3.0, 3.1 and 3.2 are taken: an older document has to be converted first");
        }
        return version.filter(text -> VERSION.matcher(text).matches())
                .orElseThrow(() -> new InvalidInput(
                        "openapi",
                        version.get(),
                        "must be a version of OpenAPI from 3.0 to 3.2, or a document of one"));
    }

    private Made made() {
        Optional<String> server = Address.of(root, remarks);
        operations.read(root, server);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("baseUrl", baseUrl(server));
        own.over(document, operations.made());
        List<NeededCredential> needed = security.needed();
        Map<String, Object> contracts = operations.contracts(own);
        Map<String, Object> definitions = schemas.definitions();
        leftOut("webhooks");
        leftOut("x-webhooks");
        if (operations.made().isEmpty()) {
            remarks.add("paths", "nothing", "has no operation that can be called by its name");
        }
        return new Made(
                document,
                contract(needed, contracts, definitions),
                own,
                operations.summary(version, title(), definitions.size(), needed),
                remarks.told());
    }

    private Object baseUrl(Optional<String> server) {
        Optional<Object> given = own.get("baseUrl");
        if (given.isPresent()) {
            return given.get();
        }
        return server.filter(Address::isWhole)
                .orElseThrow(() -> new InvalidInput(
                        root.path().isEmpty() ? "servers[0].url" : root.path() + ".servers[0].url",
                        server.orElse("nothing"),
                        "does not say where the provider is: give 'baseUrl' under '" + EXTENSION
                                + "', or beside 'openapi' when that holds the document"));
    }

    private Map<String, Object> contract(
            List<NeededCredential> needed, Map<String, Object> contracts, Map<String, Object> definitions) {
        Map<String, Object> contract = new LinkedHashMap<>();
        contract.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        contract.put("openapi", version);
        contract.put("title", title());
        contract.put(
                "version",
                root.at("info")
                        .flatMap(info -> info.text("version"))
                        .map(OpenApi::line)
                        .orElse(""));
        contract.put("credentials", needed.stream().map(NeededCredential::tree).toList());
        contract.put("operations", contracts);
        contract.put("$defs", definitions);
        return contract;
    }

    private String title() {
        return root.at("info")
                .flatMap(info -> info.text("title"))
                .map(OpenApi::line)
                .orElse("");
    }

    /** What people wrote to be shown, kept to what a line can show. */
    private static String line(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.substring(0, Math.min(plain.length(), 200));
    }

    private void leftOut(String events) {
        int count = root.members(events).size();
        if (count > 0) {
            remarks.add(events, String.valueOf(count), "are left out: they come from the provider, and are not called");
        }
    }
}
