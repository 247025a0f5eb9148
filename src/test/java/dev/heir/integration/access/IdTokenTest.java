package dev.heir.integration.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.credential.Jwk;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ACCESS = "an-access-token";
    private static final IssuersKey RSA = IssuersKey.make("one", "RS256");
    private static final IssuersKey OTHER = IssuersKey.make("one", "RS256");
    private static final IssuersKey EC = IssuersKey.make("two", "ES256");

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void a_right_one_is_taken_by_each_algorithm(String algorithm) {
        IssuersKey key = IssuersKey.make("k", algorithm);
        assertThat(flaw(key.signed(claims()), key)).isEmpty();
        assertThat(flaw(key.signed(with("at_hash", half(algorithm))), key)).isEmpty();
    }

    @Test
    void several_audiences_are_fine_when_it_says_that_we_asked() {
        Map<String, Object> claims = with("aud", List.of("us", "others"));
        claims.put("azp", "us");
        assertThat(flaw(RSA.signed(claims))).isEmpty();
    }

    @Test
    void another_issuers_is_refused() {
        refused("iss", "https://issuer.example/", "another one issued it");
        missing("iss", "another one issued it");
    }

    @Test
    void one_for_another_client_is_refused() {
        refused("aud", "them", "another client");
        refused("aud", List.of("them"), "another client");
        refused("aud", List.of(), "another client");
        missing("aud", "another client");
    }

    @Test
    void one_for_several_clients_that_does_not_say_who_asked_is_refused() {
        refused("aud", List.of("us", "them"), "does not say who asked");
    }

    @Test
    void one_that_another_client_asked_for_is_refused() {
        refused("azp", "them", "another client asked");
    }

    @Test
    void one_that_has_expired_is_refused() {
        refused("exp", NOW.minusSeconds(61).getEpochSecond(), "expired");
        assertThat(flaw(RSA.signed(with("exp", NOW.minusSeconds(30).getEpochSecond()))))
                .as("clocks differ")
                .isEmpty();
        missing("exp", "when it is good");
        refused("exp", "tomorrow", "when it is good");
        refused("exp", Long.MAX_VALUE, "when it is good");
        refused("exp", -1, "when it is good");
    }

    @Test
    void one_from_the_future_or_from_long_ago_is_refused() {
        refused("iat", NOW.plus(Duration.ofMinutes(2)).getEpochSecond(), "future");
        refused("iat", NOW.minus(Duration.ofMinutes(16)).getEpochSecond(), "long ago");
        missing("iat", "when it is good");
        refused("nbf", NOW.plus(Duration.ofMinutes(2)).getEpochSecond(), "not good yet");
    }

    @Test
    void one_of_another_sign_in_is_refused() {
        refused("nonce", "another", "another sign-in");
        missing("nonce", "another sign-in");
        refused("nonce", List.of("a-nonce"), "another sign-in");
    }

    @Test
    void one_that_came_with_another_access_token_is_refused() {
        refused("at_hash", half("EdDSA"), "another access token");
        refused("at_hash", 1, "another access token");
    }

    @Test
    void one_of_nobody_is_refused() {
        refused("sub", " ", "names nobody");
        refused("sub", "x".repeat(256), "names nobody");
        refused("sub", 7, "names nobody");
        missing("sub", "names nobody");
    }

    @Test
    void one_that_is_not_signed_is_refused() {
        String text = part(Map.of("alg", "none")) + "." + part(claims()) + ".";
        assertThat(flaw(text).orElse("")).contains("algorithm that is not taken");
    }

    @Test
    void a_public_key_is_no_secret_to_sign_with() throws GeneralSecurityException {
        for (String algorithm : List.of("HS256", "HS512")) {
            String text = part(Map.of("alg", algorithm, "kid", "one")) + "." + part(claims());
            Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
            mac.init(new SecretKeySpec(RSA.key().getEncoded(), "any"));
            String token = text + "." + IssuersKey.encoded(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
            assertThat(flaw(token).orElse("")).contains("algorithm that is not taken");
        }
    }

    @Test
    void another_keys_signature_is_nobodys_even_under_the_same_id() {
        assertThat(flaw(OTHER.signed(claims())).orElse("")).contains("signature is nobody's");
        assertThat(flaw(EC.signed(claims())).orElse("")).contains("signature is nobody's");
        assertThat(flaw(EC.signed(Map.of("alg", "RS256", "kid", "one"), claims()))
                        .orElse(""))
                .contains("signature is nobody's");
    }

    @Test
    void without_an_id_the_only_key_that_fits_is_meant_and_of_several_none() {
        Map<String, String> header = Map.of("alg", "RS256");
        assertThat(flaw(RSA.signed(header, claims()), RSA, EC)).isEmpty();
        assertThat(flaw(RSA.signed(header, claims()), RSA, OTHER).orElse("")).contains("signature is nobody's");
    }

    @Test
    void a_header_that_demands_what_we_do_not_know_is_refused() {
        String token = RSA.signed(Map.of("alg", "RS256", "kid", "one", "crit", List.of("b64")), claims());
        assertThat(flaw(token).orElse("")).contains("demands what we do not know");
    }

    @Test
    void a_claim_that_was_changed_breaks_the_signature() {
        String[] parts = RSA.signed(claims()).split("\\.");
        String changed = parts[0] + "." + part(with("sub", "admin")) + "." + parts[2];
        assertThat(flaw(changed).orElse("")).contains("signature is nobody's");
    }

    @Test
    void a_key_that_is_weak_or_for_something_else_is_no_key() {
        ObjectNode encryption = RSA.published().put("use", "enc");
        ObjectNode small = RSA.published().put("n", "AQAB");
        ObjectNode secret =
                new JsonMapper().createObjectNode().put("kty", "oct").put("k", "c2VjcmV0");
        for (ObjectNode jwk : List.of(encryption, small, secret)) {
            ObjectNode set = new JsonMapper().createObjectNode();
            set.withArray("keys").add(jwk);
            assertThat(Jwk.all(set)).as("%s", jwk.get("use")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "e30.e30.e30.e30.e30", "bnVsbA.bnVsbA.", "e30.W10.e30"})
    void what_is_no_token_is_none(String text) {
        assertThat(IdToken.read(text).flatMap(token -> token.flaw(keys(RSA), expected())))
                .isNotEqualTo(Optional.of(""));
        assertThat(IdToken.read(text).isEmpty()
                        || IdToken.read(text).get().flaw(keys(RSA), expected()).isPresent())
                .isTrue();
    }

    @Property(tries = 200)
    void no_text_breaks_its_reader(@ForAll String text) {
        assertThat(IdToken.read(text)
                        .map(token -> token.flaw(keys(RSA), expected()).isPresent()))
                .isNotEqualTo(Optional.of(false));
    }

    @Property(tries = 100)
    void no_change_of_a_character_is_taken(@ForAll int place, @ForAll char other) {
        String token = RSA.signed(claims());
        int at = Math.floorMod(place, token.lastIndexOf('.'));
        String changed = token.substring(0, at) + other + token.substring(at + 1);
        if (!changed.equals(token)) {
            assertThat(IdToken.read(changed)
                            .map(read -> read.flaw(keys(RSA), expected()).isPresent()))
                    .isNotEqualTo(Optional.of(false));
        }
    }

    private static void refused(String claim, Object value, String reason) {
        assertThat(flaw(RSA.signed(with(claim, value))).orElse("")).contains(reason);
    }

    private static void missing(String claim, String reason) {
        Map<String, Object> claims = claims();
        claims.remove(claim);
        assertThat(flaw(RSA.signed(claims)).orElse("")).contains(reason);
    }

    private static Optional<String> flaw(String token, IssuersKey... keys) {
        return IdToken.read(token)
                .orElseThrow()
                .flaw(keys(keys.length == 0 ? new IssuersKey[] {RSA} : keys), expected());
    }

    private static List<Jwk> keys(IssuersKey... keys) {
        return new ArrayList<>(Jwk.all(IssuersKey.set(keys)));
    }

    private static IdToken.Expected expected() {
        return new IdToken.Expected("https://issuer.example", "us", "a-nonce", ACCESS, NOW);
    }

    private static Map<String, Object> claims() {
        return new LinkedHashMap<>(Map.of(
                "iss",
                "https://issuer.example",
                "aud",
                "us",
                "sub",
                "ada",
                "nonce",
                "a-nonce",
                "iat",
                NOW.getEpochSecond(),
                "exp",
                NOW.plusSeconds(300).getEpochSecond()));
    }

    private static Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = claims();
        claims.put(claim, value);
        return claims;
    }

    private static String part(Map<String, ?> json) {
        return IssuersKey.encoded(new JsonMapper().valueToTree(json).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String half(String algorithm) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.equals("EdDSA") ? "SHA-512" : "SHA-256")
                    .digest(ACCESS.getBytes(StandardCharsets.US_ASCII));
            return IssuersKey.encoded(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
