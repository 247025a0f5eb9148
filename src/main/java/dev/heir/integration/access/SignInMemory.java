package dev.heir.integration.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.credential.Unguessable;
import dev.heir.integration.provider.Body;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What has to be known again when a browser comes back from the issuer.
 *
 * @param state that the issuer brings back with it
 * @param nonce that the ID token must have
 * @param verifier of PKCE (RFC 7636)
 * @param redirect where the issuer sends it
 * @param to where it goes in the end
 */
record SignInMemory(String state, String nonce, String verifier, String redirect, String to, Instant until) {

    static final String PURPOSE = "sign-in";

    /** On our own pages: no scheme, no host, nothing that a browser takes for one. */
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[!-\\[\\]-~]{0,500}+");

    private static final JsonMapper JSON = new JsonMapper();

    static SignInMemory make(RandomGenerator random, URI redirect, String to, Instant until) {
        return new SignInMemory(
                Unguessable.word(random),
                Unguessable.word(random),
                Unguessable.word(random),
                redirect.toString(),
                OURS.matcher(to).matches() ? to : "/",
                until);
    }

    boolean isState(String shown) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return JSON.createObjectNode()
                .put("state", state)
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("redirect", redirect)
                .put("to", to)
                .put("until", until.getEpochSecond())
                .toString();
    }

    /** Empty where it is not ours, or was sealed with a key that is gone. */
    static Optional<SignInMemory> open(Seals seals, String sealed) {
        try {
            JsonNode kept = JSON.readTree(
                    seals.open(PURPOSE, Body.of(Base64.getUrlDecoder().decode(sealed))));
            return Optional.of(new SignInMemory(
                    kept.path("state").asText(),
                    kept.path("nonce").asText(),
                    kept.path("verifier").asText(),
                    kept.path("redirect").asText(),
                    kept.path("to").asText(),
                    Instant.ofEpochSecond(kept.path("until").asLong())));
        } catch (IllegalArgumentException | Seals.Unreadable | JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "SignInMemory[" + to + ", secret]";
    }
}
