package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents with secrets, keys and certificates. */
@Timeout(1800)
class CredentialFuzzTest {

    @Test
    void credential_documents() {
        ObjectMapper json = new ObjectMapper();
        Fuzz.of("credential.json").bytes(bytes -> {
            Map<String, Object> tree;
            try {
                tree = json.readValue(bytes, new TypeReference<>() {});
            } catch (IOException notJson) {
                return;
            }
            try {
                if (tree != null) {
                    CredentialDocument.read("fuzzed", tree);
                }
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            }
        });
    }

    @Test
    void private_keys() {
        Fuzz.of("key.pem").texts(pem -> {
            try {
                JwtKey.of(pem, Optional.empty());
            } catch (InvalidKeyException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }

    @Test
    void sets_of_public_keys() {
        ObjectMapper json = new ObjectMapper();
        Fuzz.of("jwks.json").bytes(bytes -> {
            JsonNode tree;
            try {
                tree = json.readTree(bytes);
            } catch (IOException notJson) {
                return;
            }
            Jwk.all(tree).forEach(key -> assertThat(key.verifies(new byte[] {1}, new byte[64]))
                    .isFalse());
        });
    }

    @Test
    void what_issuers_say_of_themselves() {
        ObjectMapper json = new ObjectMapper();
        URI issuer = URI.create("https://issuer.example");
        Fuzz.of("issuer.json").bytes(bytes -> {
            JsonNode tree;
            try {
                tree = json.readTree(bytes);
            } catch (IOException notJson) {
                return;
            }
            IssuerMetadata read = IssuerMetadata.read(issuer, tree, false);
            Stream.of(read.authorization(), read.token(), read.keys(), read.revocation(), read.endSession())
                    .flatMap(Optional::stream)
                    .forEach(address -> {
                        assertThat(address.getScheme()).isEqualTo("https");
                        assertThat(address.getHost()).isNotEmpty();
                    });
        });
    }

    @Test
    void sealed_texts_and_keys() {
        Sealing sealing = new Sealing(new SecretKeySpec(new byte[32], "AES"));
        Fuzz.of("sealed").bytes(bytes -> {
            try {
                sealing.open("purpose", Body.of(bytes));
                throw new AssertionError("nobody sealed it");
            } catch (Seals.Unreadable refused) {
                assertThat(refused).hasMessageContaining("it ");
            }
            try {
                KeyFile.decode(new String(bytes, StandardCharsets.ISO_8859_1), "a file");
            } catch (NoSealingKey refused) {
                assertThat(refused).hasMessageContaining("the sealing key in a file");
            }
        });
    }
}
