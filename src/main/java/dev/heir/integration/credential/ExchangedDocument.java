package dev.heir.integration.credential;

import dev.heir.integration.credential.Exchanged.AuthorizationCode;
import dev.heir.integration.credential.Exchanged.ClientCredentials;
import dev.heir.integration.credential.Exchanged.JwtBearer;
import dev.heir.integration.credential.TokenEndpoint.Place;
import dev.heir.integration.provider.Addresses;
import dev.heir.integration.provider.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is exchanged for a token at a token endpoint. */
final class ExchangedDocument {

    private static final Set<String> OWN_PARAMETERS = Set.of(
            "response_type",
            "client_id",
            "client_secret",
            "redirect_uri",
            "scope",
            "state",
            "code_challenge",
            "code_challenge_method");

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofHours(1);

    private ExchangedDocument() {}

    /** @param certificate of the document, which the client may be known by */
    static ClientCredentials clientCredentials(Fields fields, Optional<ClientCertificate> certificate) {
        boolean internal = fields.flag("internal").orElse(false);
        Optional<URI> issuer = issuer(fields, internal);
        Place token = place(fields, "tokenUrl", issuer, internal);
        return new ClientCredentials(
                token,
                client(fields, token, true, certificate),
                fields.text("scope"),
                fields.text("audience"),
                internal);
    }

    /** @param certificate of the document, which the client may be known by */
    static AuthorizationCode authorizationCode(Fields fields, Optional<ClientCertificate> certificate) {
        boolean internal = fields.flag("internal").orElse(false);
        Optional<URI> issuer = issuer(fields, internal);
        Place token = place(fields, "tokenUrl", issuer, internal);
        return new AuthorizationCode(
                issuer,
                issuer.isPresent() && !fields.has("authorizationUrl")
                        ? Optional.empty()
                        : Optional.of(endpoint(fields, "authorizationUrl", internal)),
                token,
                issuer.isPresent() || fields.has("revocationUrl")
                        ? Optional.of(place(fields, "revocationUrl", issuer, internal))
                        : Optional.empty(),
                client(fields, token, false, certificate),
                fields.text("scope"),
                fields.text("audience"),
                parameters(fields),
                internal);
    }

    static JwtBearer jwtBearer(Fields fields) {
        boolean internal = fields.flag("internal").orElse(false);
        URI tokenUrl = endpoint(fields, "tokenUrl", internal);
        String issuer = fields.requiredText("issuer");
        Optional<String> scope = fields.text("scope");
        boolean claimed = fields.flag("scopeInAssertion").orElse(false);
        String audience = fields.text("audience").orElse(tokenUrl.toString());
        String subject = fields.text("subject").orElse(issuer);
        Duration lifetime = fields.duration("lifetime", SHORTEST, LONGEST).orElse(JwtAssertion.USUAL_LIFETIME);
        Optional<JwtAssertion> assertion = key(fields)
                .map(key -> new JwtAssertion(
                        issuer, subject, audience, scope.filter(text -> claimed), Map.of(), lifetime, key));
        return new JwtBearer(tokenUrl, assertion, scope.filter(text -> !claimed), internal);
    }

    /** @param confidential whether it must show something; else it may be a public client, which PKCE protects */
    private static TokenEndpoint.Client client(
            Fields fields, Place token, boolean confidential, Optional<ClientCertificate> certificate) {
        String id = fields.requiredText("clientId");
        String method = fields.text("clientAuthentication").orElse("basic");
        if (method.equals("private-key-jwt")) {
            String audience =
                    fields.text("assertionAudience").orElse(asked(token).toString());
            return TokenEndpoint.Client.signing(id, key(fields).map(key -> JwtAssertion.ofClient(id, audience, key)));
        }
        if (method.equals("tls")) {
            fields.require("tls");
            if ("http".equals(asked(token).getScheme())) {
                fields.flaw(
                        token instanceof Place.At ? "tokenUrl" : "issuer",
                        "must be https: 'clientAuthentication: tls' shows a certificate");
            }
            return TokenEndpoint.Client.over(id, certificate);
        }
        if (!List.of("basic", "body").contains(method)) {
            fields.flaw("clientAuthentication", "must be basic, body, private-key-jwt or tls");
        }
        return new TokenEndpoint.Client(
                id,
                confidential ? Optional.of(fields.requiredText("clientSecret")) : fields.text("clientSecret"),
                method.equals("body"));
    }

    /** Empty when it is missing or cannot be read, which the flaws then say. */
    private static Optional<JwtKey> key(Fields fields) {
        String pem = fields.requiredLines("privateKey");
        Optional<String> id = fields.text("keyId");
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JwtKey.of(pem, id));
        } catch (InvalidKeyException unusable) {
            fields.flaw("privateKey", String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    /** Further ones of the authorization request; those that the protocol sets itself cannot be replaced. */
    private static Map<String, String> parameters(Fields fields) {
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.map("parameters").ifPresent(named -> named.keys().forEach(name -> {
            if (OWN_PARAMETERS.contains(name)) {
                named.flaw(name, "is set by the protocol itself");
            }
            named.text(name).ifPresent(value -> parameters.put(name, value));
        }));
        return parameters;
    }

    /** It may say where the endpoints are that nobody wrote down. */
    private static Optional<URI> issuer(Fields fields, boolean internal) {
        return fields.has("issuer") ? Optional.of(endpoint(fields, "issuer", internal)) : Optional.empty();
    }

    private static Place place(Fields fields, String key, Optional<URI> issuer, boolean internal) {
        return issuer.isPresent() && !fields.has(key)
                ? new Place.OfIssuer(issuer.get())
                : new Place.At(endpoint(fields, key, internal));
    }

    /** Whom an assertion is for: an issuer stands for its endpoint (OpenID Connect Core, section 9). */
    private static URI asked(Place place) {
        return switch (place) {
            case Place.At(URI url) -> url;
            case Place.OfIssuer(URI issuer) -> issuer;
        };
    }

    private static URI endpoint(Fields fields, String key, boolean internal) {
        String text = fields.requiredText(key);
        try {
            URI url = new URI(text);
            boolean usual = "https".equals(url.getScheme()) || (internal && "http".equals(url.getScheme()));
            if (text.isEmpty()
                    || (usual
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && (internal || !Addresses.isPrivate(url.getHost())))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // told below
        }
        fields.flaw(
                key,
                "must be an https URL without user or fragment (RFC 6749, section 3); only 'internal: true' lets it be http "
                        + "or on a private address");
        return URI.create("https://invalid");
    }
}
