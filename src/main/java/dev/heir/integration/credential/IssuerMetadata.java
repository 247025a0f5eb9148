package dev.heir.integration.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/**
 * What an issuer says of itself (RFC 8414, section 2; OpenID Connect Discovery, section 3). An address that we would not ask is
 * left out.
 *
 * @param secretInBody whether its clients show their secret in the form only
 * @param namesItself whether it says in each answer by a browser who it is (RFC 9207)
 */
public record IssuerMetadata(
        URI issuer,
        Optional<URI> authorization,
        Optional<URI> token,
        Optional<URI> keys,
        Optional<URI> revocation,
        Optional<URI> endSession,
        boolean secretInBody,
        boolean namesItself) {

    static IssuerMetadata read(URI issuer, JsonNode document, boolean internal) {
        return new IssuerMetadata(
                issuer,
                endpoint(document, "authorization_endpoint", internal),
                endpoint(document, "token_endpoint", internal),
                endpoint(document, "jwks_uri", internal),
                endpoint(document, "revocation_endpoint", internal),
                endpoint(document, "end_session_endpoint", internal),
                isInBody(document.path("token_endpoint_auth_methods_supported")),
                document.path("authorization_response_iss_parameter_supported").asBoolean());
    }

    /** Where it says nothing, it takes the header (RFC 8414, section 2). */
    private static boolean isInBody(JsonNode methods) {
        boolean header = methods.isEmpty();
        for (JsonNode method : methods) {
            header |= method.asText().equals("client_secret_basic");
        }
        return !header;
    }

    private static Optional<URI> endpoint(JsonNode document, String name, boolean internal) {
        try {
            URI uri = URI.create(document.path(name).asText());
            boolean usual = "https".equals(uri.getScheme()) || (internal && "http".equals(uri.getScheme()));
            return usual && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (IllegalArgumentException noUri) {
            return Optional.empty();
        }
    }
}
