package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A session of a WebDriver, which is begun and ended by HTTP; all else goes over its socket.
 *
 * @param session its address
 * @param socket where it speaks BiDi
 */
record WebDriver(HttpClient client, URI session, URI socket) implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    static WebDriver begin(URI driver, ObjectNode capabilities, Duration timeout) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        boolean begun = false;
        try {
            JsonNode said = post(client, URI.create(driver + "/session"), capabilities, timeout);
            URI session =
                    URI.create(driver + "/session/" + said.path("sessionId").asText());
            String socket = said.path("capabilities").path("webSocketUrl").asText();
            WebDriver one = new WebDriver(client, session, URI.create(socket));
            begun = socket.startsWith("ws");
            if (!begun) {
                one.end();
                throw new IOException("the driver at " + driver + " does not speak BiDi");
            }
            return one;
        } finally {
            if (!begun) {
                client.shutdownNow();
            }
        }
    }

    /** Its browser ends, whoever runs it. */
    void end() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(session).timeout(LAST_WORDS).DELETE().build();
            var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException gone) {
            // Whoever runs it ends what nobody uses.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static JsonNode post(HttpClient client, URI uri, ObjectNode body, Duration timeout) throws IOException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(timeout)
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IOException("no browser: "
                        + value.path("message").asText().lines().findFirst().orElse(""));
            }
            return value;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
