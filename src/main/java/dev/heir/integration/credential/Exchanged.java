package dev.heir.integration.credential;

import dev.heir.integration.credential.TokenEndpoint.Place;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Settings that are exchanged for a token at a token endpoint. */
sealed interface Exchanged extends Settings {

    /**
     * What to ask the endpoint for the next token.
     *
     * @param had what was granted last
     * @return empty when a person has to sign in first
     */
    Optional<TokenEndpoint.Request> request(Optional<GrantedTokens> had, Duration timeout, Instant now);

    @Override
    default Optional<Signature> signature() {
        return Optional.empty();
    }

    /**
     * OAuth 2.0 client credentials (RFC 6749, section 4.4).
     *
     * @param internal whether the token endpoint may live on a private or loopback address
     */
    record ClientCredentials(
            Place token,
            TokenEndpoint.Client client,
            Optional<String> scope,
            Optional<String> audience,
            boolean internal)
            implements Exchanged {

        @Override
        public String kind() {
            return "oauth2-client-credentials";
        }

        @Override
        public Optional<TokenEndpoint.Request> request(Optional<GrantedTokens> had, Duration timeout, Instant now) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "client_credentials");
            scope.ifPresent(text -> form.put("scope", text));
            audience.ifPresent(text -> form.put("audience", text));
            return Optional.of(new TokenEndpoint.Request(token, form, client, internal, timeout));
        }

        @Override
        public List<String> secrets() {
            return client.secrets();
        }

        @Override
        public Map<String, String> open() {
            return Map.of("tokenUrl", token.toString(), "clientId", client.id(), "scope", scope.orElse(""));
        }
    }

    /**
     * OAuth 2.0 authorization code with PKCE (RFC 6749, section 4.1; RFC 7636): a person signs in once, and the refresh token
     * that this brings is exchanged from then on.
     *
     * @param parameters further ones of the authorization request, such as {@code access_type} or {@code prompt}
     * @param issuer that browsers' answers must come from (RFC 9207), and that says where the authorization endpoint is where
     *     nobody wrote it down; empty where the document names none
     * @param revocation where the tokens are taken back when the credential is deleted (RFC 7009)
     * @param internal whether the endpoints may live on a private or loopback address
     */
    record AuthorizationCode(
            Optional<URI> issuer,
            Optional<URI> authorizationUrl,
            Place token,
            Optional<Place> revocation,
            TokenEndpoint.Client client,
            Optional<String> scope,
            Optional<String> audience,
            Map<String, String> parameters,
            boolean internal)
            implements Exchanged {

        public AuthorizationCode {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String kind() {
            return "oauth2-authorization-code";
        }

        /** The scope is left out: it is what the person granted (RFC 6749, section 6). */
        @Override
        public Optional<TokenEndpoint.Request> request(Optional<GrantedTokens> had, Duration timeout, Instant now) {
            return had.flatMap(GrantedTokens::refresh)
                    .map(refresh -> new TokenEndpoint.Request(
                            token,
                            Map.of("grant_type", "refresh_token", "refresh_token", refresh),
                            client,
                            internal,
                            timeout));
        }

        /** The exchange of the code that the person brought back (RFC 6749, section 4.1.3; RFC 7636, section 4.5). */
        TokenEndpoint.Request request(String code, String verifier, URI redirect, Duration timeout) {
            return new TokenEndpoint.Request(
                    token,
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "code",
                            code,
                            "code_verifier",
                            verifier,
                            "redirect_uri",
                            redirect.toString()),
                    client,
                    internal,
                    timeout);
        }

        /** What takes the tokens back: with the refresh token go the access tokens (RFC 7009, section 2.1). */
        Optional<TokenEndpoint.Request> revocation(GrantedTokens tokens, Duration timeout) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("token", tokens.refresh().orElse(tokens.access()));
            form.put("token_type_hint", tokens.refresh().isPresent() ? "refresh_token" : "access_token");
            return revocation.map(place -> new TokenEndpoint.Request(place, form, client, internal, timeout));
        }

        @Override
        public List<String> secrets() {
            return client.secrets();
        }

        @Override
        public Map<String, String> open() {
            Map<String, String> open = new LinkedHashMap<>();
            issuer.ifPresent(url -> open.put("issuer", url.toString()));
            authorizationUrl.ifPresent(url -> open.put("authorizationUrl", url.toString()));
            open.put("tokenUrl", token.toString());
            open.put("clientId", client.id());
            open.put("scope", scope.orElse(""));
            return open;
        }
    }

    /**
     * An assertion signed with a private key, as a grant (RFC 7523, section 2.1).
     *
     * @param assertion signed anew for each request
     * @param scope as a field of the form, where it is no claim of the assertion
     * @param internal whether the token endpoint may live on a private or loopback address
     */
    record JwtBearer(URI tokenUrl, Optional<JwtAssertion> assertion, Optional<String> scope, boolean internal)
            implements Exchanged {

        @Override
        public String kind() {
            return "jwt-bearer";
        }

        @Override
        public Optional<TokenEndpoint.Request> request(Optional<GrantedTokens> had, Duration timeout, Instant now) {
            return assertion.map(signed -> {
                Map<String, String> form = new LinkedHashMap<>();
                form.put("grant_type", JwtAssertion.GRANT_TYPE);
                form.put("assertion", signed.at(now, UUID.randomUUID().toString()));
                scope.ifPresent(text -> form.put("scope", text));
                return new TokenEndpoint.Request(
                        new Place.At(tokenUrl), form, TokenEndpoint.Client.NONE, internal, timeout);
            });
        }

        @Override
        public List<String> secrets() {
            return assertion.stream()
                    .flatMap(signed -> signed.key().key().secrets().stream())
                    .toList();
        }

        @Override
        public Map<String, String> open() {
            Map<String, String> open = new LinkedHashMap<>();
            open.put("tokenUrl", tokenUrl.toString());
            assertion.ifPresent(signed -> {
                open.put("issuer", signed.issuer());
                open.put("subject", signed.subject());
                open.put("audience", signed.audience());
                open.put("algorithm", signed.key().algorithm().name());
            });
            return open;
        }
    }
}
