package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAssertionTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RS256, SHA256withRSA",
        "EC, 256, ES256, SHA256withECDSAinP1363Format",
        "Ed25519, 255, EdDSA, Ed25519"
    })
    void an_assertion_says_who_vouches_for_whom_and_until_when_and_verifies(
            String kind, int bits, String algorithm, String jdk) throws GeneralSecurityException, IOException {
        KeyPair pair = pair(kind, bits);
        JwtKey key = JwtKey.of(pem(pair), Optional.of("key-1"));

        String token = new JwtAssertion(
                        "orchestrator@shop.example",
                        "owner@shop.example",
                        "https://id.example/token",
                        Optional.of("orders.read"),
                        Map.of("tenant", 7, "iss", "somebody else"),
                        Duration.ofMinutes(5),
                        key)
                .at(NOON, "once");

        String[] parts = token.split("\\.", -1);
        assertThat(read(parts[0])).isEqualTo(json("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"key-1\"}"));
        assertThat(read(parts[1])).isEqualTo(json("""
                        {"iss":"orchestrator@shop.example","sub":"owner@shop.example","aud":"https://id.example/token",
                        "iat":1795435200,"exp":1795435500,"jti":"once","scope":"orders.read","tenant":7}"""));
        java.security.Signature verifier = java.security.Signature.getInstance(jdk);
        verifier.initVerify(pair.getPublic());
        verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void a_client_speaks_for_itself() throws GeneralSecurityException, IOException {
        JwtKey key = JwtKey.of(pem(pair("Ed25519", 255)), Optional.empty());

        JsonNode claims = read(JwtAssertion.ofClient("orchestrator", "https://id.example", key)
                .at(NOON, "once")
                .split("\\.", -1)[1]);

        assertThat(claims.path("iss").asText()).isEqualTo("orchestrator");
        assertThat(claims.path("sub").asText()).isEqualTo("orchestrator");
        assertThat(claims.path("aud").asText()).isEqualTo("https://id.example");
    }

    @Test
    void a_weak_key_and_a_curve_that_nobody_signs_tokens_with_are_refused() throws GeneralSecurityException {
        String weak = pem(pair("RSA", 1024));
        String curve = pem(pair("EC", 384));

        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> JwtKey.of(weak, Optional.empty()))
                .withMessage("must have at least 2048 bits, has 1024");
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> JwtKey.of(curve, Optional.empty()))
                .withMessage("must be an RSA, a P-256 or an Ed25519 key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hush-hush",
                "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nh\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nhush\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhush\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void what_is_no_key_is_refused_without_being_shown(String text) {
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> PemKey.read(text))
                .withMessageNotContaining("hush");
    }

    @Test
    void a_key_does_not_tell_itself_as_text() throws GeneralSecurityException {
        assertThat(JwtKey.of(pem(pair("EC", 256)), Optional.of("key-1"))).hasToString("JwtKey[ES256, key-1, secret]");
    }

    static KeyPair pair(String kind, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static JsonNode read(String part) throws IOException {
        return new JsonMapper().readTree(Base64.getUrlDecoder().decode(part));
    }

    private static JsonNode json(String json) throws IOException {
        return new JsonMapper().readTree(json);
    }
}
