package dev.heir.integration.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a token endpoint granted.
 *
 * @param access sent with requests
 * @param refresh for the next exchange; an endpoint that gives none leaves the one before in force (RFC 6749, section 6)
 */
public record GrantedTokens(String access, Optional<String> refresh) {

    private static final JsonMapper JSON = new JsonMapper();

    public static GrantedTokens of(String access) {
        return new GrantedTokens(access, Optional.empty());
    }

    /** As it is sealed. A text that is no object was kept by an older version: an access token alone. */
    static GrantedTokens read(String text) throws Seals.Unreadable {
        if (!text.startsWith("{")) {
            return of(text);
        }
        try {
            JsonNode tokens = JSON.readTree(text);
            return new GrantedTokens(
                    tokens.path("access").asText(),
                    Optional.ofNullable(tokens.get("refresh")).map(JsonNode::asText));
        } catch (JsonProcessingException damaged) {
            throw new Seals.Unreadable("its token is damaged"); // not the cause: it quotes what it read
        }
    }

    String text() {
        ObjectNode tokens = JSON.createObjectNode().put("access", access);
        refresh.ifPresent(token -> tokens.put("refresh", token));
        return tokens.toString();
    }

    GrantedTokens orRefresh(Optional<String> before) {
        return new GrantedTokens(access, refresh.or(() -> before));
    }

    public List<String> secrets() {
        return Stream.concat(Stream.of(access), refresh.stream()).toList();
    }

    @Override
    public String toString() {
        return "GrantedTokens[secret]";
    }
}
