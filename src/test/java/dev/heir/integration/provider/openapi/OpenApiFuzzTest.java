package dev.heir.integration.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents that tools write. */
@Timeout(1800)
class OpenApiFuzzTest {

    @Test
    void openapi_documents() {
        ObjectMapper json = new ObjectMapper();
        Fuzz.of("openapi.json").bytes(bytes -> {
            Map<String, Object> tree;
            try {
                tree = json.readValue(bytes, new TypeReference<>() {});
            } catch (IOException notJson) {
                return;
            }
            try {
                if (tree != null && OpenApi.isOne(tree)) {
                    assertThat(OpenApi.read(tree)).isNotNull();
                }
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            }
        });
    }
}
