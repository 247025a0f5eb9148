package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.Map;
import java.util.Optional;
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
}
