package dev.heir.integration.assign;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a provider wants to know its callers, in the words people use in a requirement. */
public enum Authentication {
    NONE("none"),
    API_KEY("api_key"),
    BASIC("basic"),
    BEARER("bearer"),
    OAUTH2("oauth2");

    private final String wire;

    Authentication(String wire) {
        this.wire = wire;
    }

    /** What to send to store a credential of this kind; the values in angle brackets are for a person to fill in. */
    Map<String, Object> example() {
        return switch (this) {
            case NONE, API_KEY -> Map.of("kind", "api_key", "header", "X-Api-Key", "key", "<key>");
            case BASIC -> Map.of("kind", "basic", "user", "<user>", "password", "<password>");
            case BEARER -> Map.of("kind", "bearer", "token", "<token>");
            case OAUTH2 ->
                Map.of(
                        "kind", "oauth2",
                        "tokenUrl", "<address>",
                        "clientId", "<id>",
                        "clientSecret", "<secret>");
        };
    }

    public String wire() {
        return wire;
    }

    static Optional<Authentication> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire.equals(wire)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Authentication::wire).toList();
    }
}
