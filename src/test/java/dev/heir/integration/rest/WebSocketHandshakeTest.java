package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands before a WebSocket, and what is said where none is opened. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class WebSocketHandshakeTest {

    @AutoClose
    private static final SocketProvider upstream = new SocketProvider();

    private SocketCaller caller;

    @BeforeEach
    void register() {
        caller = new SocketCaller(upstream.port());
        upstream.asked.clear();
    }

    @AfterEach
    void forget() {
        given().delete("/v1/credentials/of-the-sockets");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 502, AUTHENTICATION_FAILURE, 401, authentication-failure",
        "404, 404, , 404, not-a-websocket",
        "429, 429, HTTP_429, 429, http-429",
        "503, 502, SERVICE_UNAVAILABLE, 503, service-unavailable",
        "plain, 502, , 200, not-a-websocket",
        "liar, 502, SERVICE_UNAVAILABLE, , service-unavailable"
    })
    void a_handshake_that_fails_is_a_problem_and_no_101(
            String path, int status, @Nullable String symptom, @Nullable Integer providerStatus, String type)
            throws Exception {
        caller.register("refusing-" + path, "");
        SocketCaller.Answered answered = caller.handshake("/refusing-" + path + "/" + path, Map.of());
        assertThat(answered.status()).as(answered.body()).isEqualTo(status);
        assertThat(answered.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answered.headers()).containsKey("integration-call");
        assertThat(answered.json().getString("type")).endsWith("/" + type);
        assertThat(answered.json().getString("symptom")).isEqualTo(symptom);
        assertThat(answered.json().<Integer>get("providerStatus")).isEqualTo(providerStatus);
        if (path.equals("404")) {
            assertThat(answered.json().getString("said")).isEqualTo("{\"error\":\"no such room\"}");
        }
    }

    @Test
    void a_provider_that_is_not_there_is_a_problem() throws Exception {
        caller.register("absent", "http://127.0.0.1:1", "internal: true\n");
        SocketCaller.Answered answered = caller.handshake("/absent/echo", Map.of());
        assertThat(answered.status()).isEqualTo(502);
        assertThat(answered.json().getString("symptom")).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answered.json().getString("fault")).isEqualTo("provider");
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade, irc/6.9, 501",
        "Sec-WebSocket-Version, 8, 426",
        "Sec-WebSocket-Key, short, 400",
        "Connection, keep-alive, 400",
        "Integration-Key, nobody, 401",
        "Integration-Colour, red, 400"
    })
    void the_door_refuses_what_it_cannot_pass_on_before_the_provider_hears_of_it(
            String header, String value, int status) throws Exception {
        caller.register("sockets", "");
        SocketCaller.Answered answered = caller.handshake("/sockets/echo", Map.of(header, value));
        assertThat(answered.status()).as(answered.body()).isEqualTo(status);
        assertThat(answered.headers()).containsEntry("content-type", "application/problem+json");
        if (status == 426) {
            assertThat(answered.headers()).containsEntry("sec-websocket-version", "13");
        }
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void an_unknown_provider_is_not_found() throws Exception {
        assertThat(caller.handshake("/nobody/echo", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void what_is_only_offered_is_passed_over_and_a_handshakes_headers_end_here_without_one() throws Exception {
        caller.register("sockets", "");
        try (HttpClient client = HttpClient.newHttpClient()) { // offers h2c
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/sockets/plain"))
                            .header("Integration-Key", caller.key)
                            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
        }
        assertThat(upstream.asked.take()).doesNotContainKey("sec-websocket-key");
    }

    @Test
    void a_page_may_show_its_key_among_the_subprotocols_and_it_ends_here() throws Exception {
        caller.register("sockets", "");
        SocketCaller.Answered answered = caller.handshake(
                "/sockets/echo",
                Map.of("Integration-Key", "", "Sec-WebSocket-Protocol", "mqtt, " + caller.key + ", soap"));
        assertThat(answered.status()).isEqualTo(101);
        assertThat(answered.headers()).containsEntry("sec-websocket-protocol", "mqtt");
        assertThat(upstream.asked.take()).containsEntry("sec-websocket-protocol", "mqtt, soap");
    }

    @Test
    void one_connection_takes_one_permit() throws Exception {
        caller.register("scarce", "limits: [{ requests: 1, per: 1h }]\n");
        Listening listening = new Listening();
        WebSocket socket = caller.open("/scarce/echo", listening);
        for (int i = 0; i < 3; i++) {
            socket.sendText("hello", true).join();
            assertThat(listening.next()).isEqualTo("you said: hello");
        }
        SocketCaller.Answered second = caller.handshake("/scarce/echo", Map.of("Integration-Wait", "false"));
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.json().getString("symptom")).isEqualTo("THROTTLING_ACTIVE");
        assertThat(upstream.asked).hasSize(1);
        socket.abort();
    }

    @Test
    void before_the_first_byte_another_endpoint_may_take_its_place() throws Exception {
        caller.register(
                "twofold",
                "http://127.0.0.1:1/twofold",
                "internal: true\nalternatives: [\"" + caller.base("twofold") + "\"]\n");
        Listening listening = new Listening();
        WebSocket socket = caller.open("/twofold/echo", listening);
        socket.sendText("hello", true).join();
        assertThat(listening.next()).isEqualTo("you said: hello");
        socket.sendClose(1000, "").join();
        assertThat(caller.row()).containsEntry("source", "ALTERNATIVE_ENDPOINT");
    }
}
