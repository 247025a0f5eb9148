package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.provider.Body;
import dev.heir.integration.rest.Sources;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door against a server of the JDK, which does not know that it stands in for our own. */
class LoopbackDoorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static Vertx vertx;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private LoopbackDoor door;

    private record Received(String line, Map<String, List<String>> headers, Body body) {}

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        door = new LoopbackDoor(
                new FunctionTable(JSON),
                new Listening(server.getAddress().getPort()),
                vertx,
                JSON,
                new Sources(List.of()));
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void the_request_arrives_as_the_caller_sent_it() {
        answer(exchange -> respond(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8)));
        pass(new Event.Api(
                "PUT",
                "/v1/providers/a b",
                "x=1&x=2&y=%20",
                Map.of(
                        "host",
                        "orchestrator.example",
                        "x-many",
                        "1,2",
                        "connection",
                        "upgrade",
                        "content-length",
                        "99",
                        Sources.HEADER,
                        "10.0.0.7"),
                List.of("one=1", "two=2"),
                Body.of(new byte[] {0, (byte) 0xff}),
                "203.0.113.7"));
        Received request = received.remove();
        assertThat(request.line()).isEqualTo("PUT /v1/providers/a%20b?x=1&x=2&y=%20");
        assertThat(request.headers())
                .containsEntry("Host", List.of("orchestrator.example"))
                .containsEntry("X-many", List.of("1,2"))
                .containsEntry("Cookie", List.of("one=1; two=2"))
                .containsEntry("Content-length", List.of("2"))
                .hasEntrySatisfying(
                        "X-integration-source",
                        told -> assertThat(told).singleElement().asString().matches("[0-9a-f]{32} 203\\.0\\.113\\.7"));
        assertThat(request.body()).isEqualTo(Body.of(new byte[] {0, (byte) 0xff}));
    }

    @Test
    void the_answer_keeps_its_status_headers_cookies_and_bytes() {
        answer(exchange -> {
            exchange.getResponseHeaders().put("X-Many", List.of("1", "2"));
            exchange.getResponseHeaders().put("Set-Cookie", List.of("a=1; Path=/", "b=2"));
            respond(exchange, 201, new byte[] {(byte) 0xfe, 1});
        });
        ApiAnswer answer = pass(get("/v1/projects"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("x-many", "1,2").doesNotContainKeys("set-cookie", "content-length");
        assertThat(answer.cookies()).containsExactly("a=1; Path=/", "b=2");
        assertThat(answer.isBase64Encoded()).isTrue();
        assertThat(answer.body()).isEqualTo("/gE=");
    }

    @Test
    void a_route_of_another_function_is_not_even_asked_for() throws IOException {
        answer(exchange -> respond(exchange, 200, new byte[0]));
        assertThat(problem(pass(get("/v1/report")))).containsEntry("status", 404);
        assertThat(received).isEmpty();
    }

    @Test
    void a_server_that_says_nothing_is_504() throws IOException {
        answer(exchange -> {
            try {
                assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        ApiAnswer answer = door.pass("assign", get("/v1/projects"), Duration.ofMillis(200));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(problem(answer))
                .containsEntry("fault", "orchestrator")
                .containsEntry("detail", "no answer within 200 ms");
    }

    @Test
    void a_server_that_breaks_off_is_502() {
        answer(HttpExchange::close);
        assertThat(pass(get("/v1/projects")).statusCode()).isEqualTo(502);
    }

    @Test
    void a_server_that_is_not_there_is_502() {
        server.stop(0);
        assertThat(pass(get("/v1/projects")).statusCode()).isEqualTo(502);
    }

    @Test
    void an_answer_that_lambda_would_not_pass_on_is_502_and_says_so() throws IOException {
        answer(exchange -> respond(exchange, 200, new byte[LoopbackDoor.LARGEST_ANSWER + 1]));
        ApiAnswer answer = pass(get("/v1/projects"));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(String.valueOf(problem(answer).get("detail"))).contains("more than the 5000000 bytes");
    }

    /** Our server makes one path of both; it is the other function's then, and nobody asked that function's table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/proxy/../providers/x",
                "/v1/proxy/shop/../../providers/x",
                "/v1/proxy/shop/%2e%2e/%2E./providers/x",
                "/v1/proxy/shop/./x",
                "/v1/proxy/shop/..;a=1/x",
                "/v1/proxy/shop/..\\x"
            })
    void a_path_that_leads_elsewhere_is_refused_before_the_table_is_asked(String path) throws IOException {
        answer(exchange -> respond(exchange, 200, new byte[0]));
        assertThat(problem(door.pass("call-api", get(path), LONG))).containsEntry("status", 400);
        assertThat(received).isEmpty();
    }

    private ApiAnswer pass(Event.Api request) {
        return door.pass("assign", request, LONG);
    }

    @Test
    void a_websocket_is_refused_and_told_where_it_can_be_opened() throws IOException {
        ApiAnswer answer = door.pass(
                "call-api",
                new Event.Api(
                        "GET",
                        "/v1/proxy/chat/rooms",
                        "",
                        Map.of("upgrade", "websocket", "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                        List.of(),
                        Body.EMPTY,
                        ""),
                LONG);
        assertThat(problem(answer)).containsEntry("status", 501).containsEntry("fault", "orchestrator");
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("API Gateway", "java -jar");
        assertThat(received).isEmpty();
    }

    private static Event.Api get(String path) {
        return new Event.Api("GET", path, "", Map.of(), List.of(), Body.EMPTY, "");
    }

    private void answer(HttpHandler handler) {
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    Body.of(exchange.getRequestBody().readAllBytes())));
            handler.handle(exchange);
        });
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, Object> problem(ApiAnswer answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        return Map.of(
                "status", body.path("status").asInt(),
                "fault", body.path("fault").asText(),
                "detail", body.path("detail").asText());
    }

    /** Where the server listens: all that the door asks. */
    private record Listening(int port) implements io.quarkus.vertx.http.HttpServer {

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public int getSecurePort() {
            return -1;
        }

        @Override
        public int getManagementPort() {
            return -1;
        }

        @Override
        public URI getLocalBaseUri() {
            return URI.create("http://127.0.0.1:" + port);
        }
    }
}
