package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.fuzz.Fuzz;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Lambda hands over, and paths in it. */
@Timeout(1800)
class EventFuzzTest {

    @Test
    void events_of_lambda() {
        ObjectMapper json = new ObjectMapper();
        Fuzz.of("event.json").bytes(bytes -> {
            JsonNode tree;
            try {
                tree = json.readTree(bytes);
            } catch (IOException notJson) {
                return;
            }
            try {
                EventReader.read(tree);
            } catch (Event.Unknown unknown) {
                assertThat(unknown).isNotNull();
            }
        });
    }

    @Test
    void paths_of_routes() {
        Route proxy = Route.parse("ANY /v1/proxy/{provider}/{path+}");
        Fuzz.of("path").texts(path -> {
            proxy.matches("GET", path);
            String encoded = PathText.encoded(path);
            assertThat(encoded).matches("[-._~!$&'()*+,;=:@/%A-Za-z0-9]*+");
        });
    }
}
