package dev.heir.integration.credential;

import dev.heir.integration.credential.Settings.ApiKey;
import dev.heir.integration.credential.Settings.Basic;
import dev.heir.integration.credential.Settings.Bearer;
import dev.heir.integration.credential.Settings.MutualTls;
import dev.heir.integration.credential.Settings.Schemed;
import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.ProviderDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the document of a credential; a flaw never quotes a value, since any of them may be a secret in the wrong place. */
final class CredentialDocument {

    /** These were there before anybody could say where a credential may be sent. */
    private static final List<String> OLDER_KINDS = List.of("bearer", "api-key", "basic", "oauth2-client-credentials");

    private static final List<String> KINDS = Stream.concat(
                    OLDER_KINDS.stream(),
                    Stream.of("oauth2-authorization-code", "jwt-bearer", "aws-sigv4", "oauth1", "hmac", "mutual-tls"))
            .toList();

    private CredentialDocument() {}

    /** @throws InvalidInput with all flaws */
    static Credential read(String id, Map<String, ?> tree) {
        Fields fields = Fields.secret(tree);
        if (!ProviderDocument.ID.matcher(id).matches()) {
            fields.flaw("id", null, ProviderDocument.ID_RULE);
        }
        fields.text("credential")
                .filter(name -> !name.equals(id))
                .ifPresent(name ->
                        fields.flaw("credential", "must be the id under which it is registered, or be left out"));
        String kind = fields.requiredText("kind");
        if (!kind.isEmpty() && !KINDS.contains(kind)) {
            fields.flaw("kind", "must be one of " + String.join(", ", KINDS));
            fields.refuseFlaws(); // without its kind nothing can be said about the rest
        }
        Optional<ClientCertificate> certificate = fields.map("tls").flatMap(TlsDocument::read);
        Settings settings =
                switch (kind) {
                    case "api-key" -> apiKey(fields);
                    case "basic" -> basic(fields);
                    case "oauth2-client-credentials" -> ExchangedDocument.clientCredentials(fields, certificate);
                    case "oauth2-authorization-code" -> ExchangedDocument.authorizationCode(fields, certificate);
                    case "jwt-bearer" -> ExchangedDocument.jwtBearer(fields);
                    case "aws-sigv4" -> new Schemed(SchemeDocument.awsV4(fields));
                    case "oauth1" -> new Schemed(SchemeDocument.oauth1(fields));
                    case "hmac" -> new Schemed(SchemeDocument.hmac(fields));
                    case "mutual-tls" -> new MutualTls();
                    default -> new Bearer(headerText(fields, "token"));
                };
        List<Origin> origins = origins(fields, !kind.isEmpty() && !OLDER_KINDS.contains(kind));
        if (kind.equals("mutual-tls")) {
            fields.require("tls");
        }
        fields.refuseUnknown();
        fields.refuseFlaws();
        return new Credential(settings, origins, certificate);
    }

    private static List<Origin> origins(Fields fields, boolean required) {
        if (required) {
            fields.require("origins");
        }
        List<Origin> origins = new ArrayList<>();
        fields.texts("origins").forEach((path, text) -> Origin.read(text)
                .ifPresentOrElse(
                        origins::add,
                        () -> fields.flaw(
                                path, text, "must be an origin such as https://api.example.com, without a path")));
        if (fields.has("origins") && origins.isEmpty()) {
            fields.flaw("origins", "must name at least one origin such as https://api.example.com");
        }
        return origins;
    }

    private static Settings apiKey(Fields fields) {
        Optional<String> header = fields.text("header");
        Optional<String> query = fields.text("query");
        if (header.isPresent() == query.isPresent()) {
            fields.flaw(
                    "header", "exactly one of 'header' and 'query' is required: the name under which the key is sent");
        }
        header.ifPresent(name -> HeaderNames.check(fields, "header", name));
        String value = header.isPresent() ? headerText(fields, "value") : fields.requiredText("value");
        return new ApiKey(header.isPresent(), header.or(() -> query).orElse(""), value);
    }

    private static Settings basic(Fields fields) {
        String username = fields.requiredText("username");
        if (username.contains(":")) {
            fields.flaw("username", "must not contain a colon (RFC 7617)");
        }
        boolean empty = fields.has("password")
                && fields.json("password").filter(""::equals).isPresent();
        return new Basic(username, empty ? "" : fields.requiredText("password"));
    }

    private static String headerText(Fields fields, String key) {
        String text = fields.requiredText(key);
        if (!text.isEmpty() && !HeaderNames.canCarry(text)) {
            fields.flaw(key, "must be visible ASCII without spaces around it: it is sent in a header");
        }
        return text;
    }
}
