package dev.heir.integration.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.Jwk;
import dev.heir.integration.credential.JwtKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What an issuer says of a person (OpenID Connect Core, sections 3.1.3.7 and 3.1.3.8).
 *
 * @param signed the bytes that the signature is of
 */
record IdToken(JsonNode header, JsonNode claims, String signed, String signature) {

    private static final int LONGEST = 32_768;

    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** It was made for this very sign-in, which ends by then. */
    private static final Duration OLDEST = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What it must say.
     *
     * @param accessToken that came with it
     */
    record Expected(String issuer, String client, String nonce, String accessToken, Instant now) {}

    /** Empty where it is no signed token at all: one of five parts is encrypted, and we have no key for it. */
    static Optional<IdToken> read(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 3) {
            return Optional.empty();
        }
        return json(parts.get(0)).flatMap(header -> json(parts.get(1))
                .map(claims -> new IdToken(header, claims, parts.get(0) + "." + parts.get(1), parts.get(2))));
    }

    /** The id of the key that signed it, where it names one. */
    Optional<String> keyId() {
        return header.path("kid").isTextual() ? Optional.of(header.path("kid").asText()) : Optional.empty();
    }

    /** What is wrong with it; empty when all of it is right. */
    Optional<String> flaw(List<Jwk> keys, Expected expected) {
        return unless(() -> algorithm().isPresent(), "it is signed by an algorithm that is not taken")
                // RFC 7515, section 4.1.11
                .or(() -> unless(() -> !header.has("crit"), "its header demands what we do not know"))
                .or(() -> unless(() -> isSigned(keys), "its signature is nobody's"))
                .or(() -> unless(() -> says("iss", expected.issuer), "another one issued it"))
                .or(() -> audience(expected.client))
                .or(() -> time(expected.now))
                .or(() -> unless(() -> says("nonce", expected.nonce), "it was made for another sign-in"))
                .or(() -> unless(
                        () -> !claims.has("at_hash") || says("at_hash", half(expected.accessToken)),
                        "it came with another access token"))
                .or(() -> unless(this::namesSomebody, "it names nobody"));
    }

    /** No {@code none}, and nothing that is verified with a secret: a public key would serve as one (RFC 8725, section 2.1). */
    private Optional<JwtKey.Algorithm> algorithm() {
        return Arrays.stream(JwtKey.Algorithm.values())
                .filter(each -> header.path("alg").isTextual()
                        && header.path("alg").asText().equals(each.name()))
                .findFirst();
    }

    private boolean isSigned(List<Jwk> keys) {
        List<Jwk> fitting = keys.stream()
                .filter(key -> algorithm().equals(Optional.of(key.algorithm())))
                .filter(key -> !header.has("kid") || key.id().equals(keyId()))
                .toList();
        // OpenID Connect Core, section 10.1: where there are several it must say which.
        if (!header.has("kid") && fitting.size() != 1) {
            return false;
        }
        byte[] bytes = signed.getBytes(StandardCharsets.US_ASCII);
        return decoded(signature)
                .filter(shown -> fitting.stream().anyMatch(key -> key.verifies(bytes, shown)))
                .isPresent();
    }

    private Optional<String> audience(String client) {
        JsonNode said = claims.path("aud");
        List<String> audience = new ArrayList<>();
        if (said.isTextual()) {
            audience.add(said.asText());
        }
        said.forEach(each -> audience.add(each.asText()));
        return unless(() -> audience.contains(client), "it is for another client")
                .or(() -> unless(
                        () -> audience.size() == 1 || claims.has("azp"),
                        "it is for several clients and does not say who asked"))
                .or(() -> unless(() -> !claims.has("azp") || says("azp", client), "another client asked for it"));
    }

    private Optional<String> time(Instant now) {
        return unless(() -> isTime("exp") && isTime("iat"), "it does not say when it is good")
                .or(() -> unless(() -> now.minus(SKEW).isBefore(moment("exp")), "it has expired"))
                .or(() -> unless(() -> !moment("iat").isAfter(now.plus(SKEW)), "it comes from the future"))
                .or(() -> unless(() -> moment("iat").isAfter(now.minus(OLDEST)), "it was made long ago"))
                .or(() -> unless(
                        () -> !claims.has("nbf")
                                || (isTime("nbf") && !moment("nbf").isAfter(now.plus(SKEW))),
                        "it is not good yet"));
    }

    private boolean namesSomebody() {
        JsonNode subject = claims.path("sub");
        return subject.isTextual()
                && !subject.asText().isBlank()
                && subject.asText().length() <= 255;
    }

    private boolean says(String claim, String wanted) {
        return claims.path(claim).isTextual()
                && MessageDigest.isEqual(
                        claims.path(claim).asText().getBytes(StandardCharsets.UTF_8),
                        wanted.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isTime(String claim) {
        JsonNode seconds = claims.path(claim);
        return seconds.isNumber() && seconds.asLong() > 0 && seconds.asLong() < 1L << 40;
    }

    private Instant moment(String claim) {
        return Instant.ofEpochSecond(claims.path(claim).asLong());
    }

    /** Of the hash that the signature has as well; Ed25519's is SHA-512. */
    private String half(String accessToken) {
        try {
            boolean longer = algorithm().equals(Optional.of(JwtKey.Algorithm.EdDSA));
            byte[] hash = MessageDigest.getInstance(longer ? "SHA-512" : "SHA-256")
                    .digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-2", impossible);
        }
    }

    private static Optional<String> unless(BooleanSupplier right, String otherwise) {
        return right.getAsBoolean() ? Optional.empty() : Optional.of(otherwise);
    }

    private static Optional<JsonNode> json(String part) {
        return decoded(part).flatMap(bytes -> {
            try {
                return Optional.ofNullable(JSON.readTree(bytes)).filter(JsonNode::isObject);
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        });
    }

    private static Optional<byte[]> decoded(String part) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "IdToken[" + header.path("alg").asText() + ", secret]";
    }
}
