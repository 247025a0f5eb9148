package dev.heir.integration.outbound.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.credential.SecretsFilter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server on loopback that answers as Secrets Manager does. */
class SecretSettingsTest {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                received.add(exchange.getRequestHeaders().getFirst("x-amz-target"));
                received.add(exchange.getRequestHeaders().getFirst("authorization"));
                received.add(exchange.getRequestHeaders().getFirst("x-amz-security-token"));
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_secret_s_keys_become_configuration() {
        answer = "{\"SecretString\": \"{\\\"integration.admin.key\\\": \\\"from the secret\\\"}\"}";
        assertThat(config(Map.of("integration.secret", "orchestrator/settings"))
                        .getValue("integration.admin.key", String.class))
                .isEqualTo("from the secret");
        assertThat(received.get(0)).isEqualTo("secretsmanager.GetSecretValue");
        assertThat(received.get(1))
                .startsWith("AWS4-HMAC-SHA256 Credential=akid/")
                .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target");
        assertThat(received.get(2)).isEqualTo("session");
        assertThat(received.get(3)).isEqualTo("{\"SecretId\":\"orchestrator/settings\"}");
    }

    @Test
    void what_is_secret_of_them_is_masked_from_then_on_and_what_is_not_is_left() {
        answer = "{\"SecretString\": \"{\\\"quarkus.datasource.password\\\": \\\"hush-hush\\\", "
                + "\\\"quarkus.datasource.username\\\": \\\"the-reader\\\", "
                + "\\\"any.name\\\": \\\"long-enough-to-be-one\\\"}\"}";
        config(Map.of("integration.secret", "orchestrator/settings"));
        assertThat(masked("the-reader says hush-hush and long-enough-to-be-one"))
                .isEqualTo("the-reader says [secret] and [secret]");
    }

    private static String masked(String text) {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, text, "test");
        new SecretsFilter().isLoggable(line);
        return line.getMessage();
    }

    @Test
    void nobody_is_asked_where_no_secret_is_named() {
        config(Map.of());
        assertThat(received).isEmpty();
    }

    @Test
    void a_refusal_says_which_secret_and_what_was_answered() {
        status = 400;
        assertThatThrownBy(() -> config(Map.of("integration.secret", "orchestrator/settings")))
                .hasMessage("the secret orchestrator/settings could not be read: Secrets Manager answered 400");
    }

    @Test
    void a_secret_that_is_no_json_is_not_quoted() {
        answer = "{\"SecretString\": \"swordfish\"}";
        assertThatThrownBy(() -> config(Map.of("integration.secret", "orchestrator/settings")))
                .hasMessage("the secret orchestrator/settings could not be read: it is no JSON")
                .hasMessageNotContaining("swordfish");
    }

    private SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(settings, "settings", 300),
                        new PropertiesConfigSource(
                                Map.of(
                                        "AWS_ACCESS_KEY_ID", "akid",
                                        "AWS_SECRET_ACCESS_KEY", "skid",
                                        "AWS_SESSION_TOKEN", "session",
                                        "AWS_REGION", "eu-central-1",
                                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort()),
                                "environment",
                                300))
                .withSources(new SecretSettingsFactory())
                .build();
    }
}
