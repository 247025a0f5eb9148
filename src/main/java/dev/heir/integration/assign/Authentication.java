package dev.heir.integration.assign;

import java.util.Map;

/** How a provider wants to know its callers, in the words people use in a requirement. */
public enum Authentication {
    NONE,
    API_KEY,
    BASIC,
    BEARER,
    OAUTH2_CLIENT_CREDENTIALS;

    /** What to send to store a credential of this kind; the values in angle brackets are for a person to fill in. */
    Map<String, Object> example() {
        return switch (this) {
            case NONE, API_KEY -> Map.of("kind", "api-key", "header", "X-Api-Key", "value", "<key>");
            case BASIC -> Map.of("kind", "basic", "username", "<user>", "password", "<password>");
            case BEARER -> Map.of("kind", "bearer", "token", "<token>");
            case OAUTH2_CLIENT_CREDENTIALS ->
                Map.of(
                        "kind", "oauth2-client-credentials",
                        "tokenUrl", "<https address>",
                        "clientId", "<id>",
                        "clientSecret", "<secret>");
        };
    }
}
