package dev.heir.integration.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who vouches for whom at a token endpoint: the claims of RFC 7523, section 3, as a grant ({@link #GRANT_TYPE}) or as the
 * client's own authentication ({@link #CLIENT_ASSERTION_TYPE}, {@code private_key_jwt}).
 *
 * @param audience the token endpoint or its issuer, as the provider wants to be called
 * @param scope as a claim, where the provider reads it there (Google); most want it as a field of the form
 * @param claims further ones, which must not repeat those that are set here
 * @param lifetime from the moment it is made
 */
public record JwtAssertion(
        String issuer,
        String subject,
        String audience,
        Optional<String> scope,
        Map<String, Object> claims,
        Duration lifetime,
        JwtKey key) {

    /** For the form's field {@code grant_type}, beside {@code assertion}. */
    public static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** For the form's field {@code client_assertion_type}, beside {@code client_assertion}. */
    public static final String CLIENT_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Some servers refuse what is valid for longer than a few minutes, and nobody needs it for more than one request. */
    public static final Duration USUAL_LIFETIME = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();

    public JwtAssertion {
        claims = Map.copyOf(claims);
    }

    /** How a client authenticates itself at {@code audience} (OpenID Connect Core, section 9). */
    public static JwtAssertion ofClient(String clientId, String audience, JwtKey key) {
        return new JwtAssertion(clientId, clientId, audience, Optional.empty(), Map.of(), USUAL_LIFETIME, key);
    }

    /**
     * The signed token, for one request.
     *
     * @param id never used before: servers that keep to the letter take each only once
     */
    public String at(Instant now, String id) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", issuer);
        all.put("sub", subject);
        all.put("aud", audience);
        all.put("iat", now.getEpochSecond());
        all.put("exp", now.plus(lifetime).getEpochSecond());
        all.put("jti", id);
        scope.ifPresent(text -> all.put("scope", text));
        claims.forEach(all::putIfAbsent);
        return key.sign(json(all));
    }

    static String json(Map<String, ?> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("claims are made of JSON's own types");
        }
    }
}
