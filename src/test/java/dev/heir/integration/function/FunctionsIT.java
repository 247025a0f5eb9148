package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application, started as each function, through Lambda's own poll loop and on a real PostgreSQL. */
class FunctionsIT {

    private static final String ADMIN_KEY = "admin-key-of-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, PackagedFunction> FUNCTIONS = new LinkedHashMap<>();

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void migrate_and_start_every_function() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.builder().start();
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", "postgres");
        environment.put("INTEGRATION_ADMIN_KEY", ADMIN_KEY);
        assertThat(PackagedFunction.migrate(environment)).isZero();
        for (String function : new FunctionTable(JSON).functions()) {
            FUNCTIONS.put(function, PackagedFunction.start(function, freePort(), environment));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        FUNCTIONS.values().forEach(PackagedFunction::close);
        postgres.close();
    }

    @Test
    void a_function_does_not_answer_another_ones_route() throws IOException {
        for (String function : FUNCTIONS.keySet()) {
            String foreign = function.equals("call-api") ? "/v1/report" : "/v1/calls/INTEGRATION.X";
            JsonNode answer = invoke(function, "GET", foreign);
            assertThat(answer.path("statusCode").asInt()).isEqualTo(404);
            assertThat(answer.at("/headers/content-type").asText()).isEqualTo("application/problem+json");
            assertThat(JSON.readTree(answer.path("body").asText())
                            .path("detail")
                            .asText())
                    .contains(function);
        }
    }

    @Test
    void an_event_of_no_known_kind_is_an_error_of_the_function() {
        assertThatThrownBy(() ->
                        function("report").invoke("{\"Message\":\"hello\"}").join())
                .hasMessageContaining("Message");
    }

    private static PackagedFunction function(String name) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name);
    }

    private static JsonNode invoke(String function, String method, String path) throws IOException {
        return JSON.readTree(function(function)
                .invoke("""
                        {"version": "2.0", "rawPath": "%s", "rawQueryString": "",
                         "headers": {"authorization": "Bearer %s", "host": "it.example"},
                         "requestContext": {"http": {"method": "%s", "sourceIp": "203.0.113.7"}}, "isBase64Encoded": false}
                        """.formatted(path, ADMIN_KEY, method))
                .join());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
