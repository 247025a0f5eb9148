package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transparent door over HTTP, against a real upstream and with a real client. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(30)
class ProxyTest {

    private static final int PIECE = 64 * 1024;

    @AutoClose
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final AtomicInteger asked = new AtomicInteger();
    private static final AtomicLong uploaded = new AtomicLong();
    private static final CountDownLatch goOn = new CountDownLatch(1);
    private static final CountDownLatch silentMayEnd = new CountDownLatch(1);

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private String key;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/api/echo", ProxyTest::echo);
        upstream.on("/api/large", exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("content-length", "" + 256L * PIECE);
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, 256L * PIECE);
            pieces(exchange.getResponseBody(), 256);
            exchange.close();
        });
        upstream.on("/api/chunked", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            pieces(exchange.getResponseBody(), 256);
            exchange.close();
        });
        upstream.on("/api/upload", exchange -> {
            uploaded.set(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            say(exchange, 201, "{\"got\":" + uploaded.get() + "}");
        });
        upstream.on("/api/cut", exchange -> {
            exchange.sendResponseHeaders(200, 10L * PIECE);
            pieces(exchange.getResponseBody(), 5);
            exchange.getResponseBody().flush();
            throw new IOException("cut in the middle");
        });
        upstream.on("/api/flaky", exchange -> say(exchange, asked.incrementAndGet() == 1 ? 503 : 200, "{}"));
        upstream.on("/api/refused", exchange -> {
            exchange.getResponseHeaders().set("x-reason", "teapot");
            say(exchange, 422, "{\"error\":{\"code\":\"card_declined\"}}");
        });
        upstream.on("/api/down", exchange -> say(exchange, 500, "{\"error\":\"ours\"}"));
        upstream.on("/api/pages", exchange -> {
            String base = "http://" + exchange.getRequestHeaders().getFirst("host") + "/api";
            exchange.getResponseHeaders().set("link", "<" + base + "/pages?page=2>; rel=\"next\"");
            say(exchange, 200, "[1,2]");
        });
        upstream.on("/api/moved", exchange -> {
            exchange.getResponseHeaders().set("location", "/api/echo?from=moved");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        upstream.on("/api/packed", ProxyTest::packed);
        upstream.on("/api/early", exchange -> {
            exchange.sendResponseHeaders(413, 2);
            exchange.getResponseBody().write("no".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        upstream.on("/api/told-then-lost", exchange -> {
            if (asked.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("retry-after", "0");
                say(exchange, 429, "{}");
            } else {
                throw new IOException("lost");
            }
        });
        upstream.on("/api/silent", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(silentMayEnd);
            exchange.close();
        });
        upstream.on("/second/orders", exchange -> {
            exchange.getResponseHeaders()
                    .set("link", "<http://" + exchange.getRequestHeaders().getFirst("host") + "/second/orders?p=2>");
            say(exchange, 200, "{\"asked\":\"" + exchange.getRequestURI() + "\"}");
        });
        upstream.on("/api/events", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(goOn);
            exchange.getResponseBody().write("data: two\n\n".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pieces(OutputStream out, int count) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int i = 0; i < count; i++) {
            out.write(piece);
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join("|", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        say(
                exchange,
                200,
                "{\"method\":\"%s\",\"uri\":\"%s\",\"headers\":{%s},\"body\":\"%s\"}"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                headers.entrySet().stream()
                                        .map(one -> "\"" + one.getKey() + "\":\""
                                                + one.getValue().replace("\"", "'") + "\"")
                                        .collect(Collectors.joining(",")),
                                body));
    }

    private static void packed(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream to = new GZIPOutputStream(packed)) {
            to.write("{\"packed\":true}".getBytes(StandardCharsets.US_ASCII));
        }
        exchange.getResponseHeaders().set("content-encoding", "gzip");
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, packed.size());
        exchange.getResponseBody().write(packed.toByteArray());
        exchange.close();
    }

    @AfterAll
    static void close() {
        goOn.countDown();
        silentMayEnd.countDown();
    }

    @BeforeEach
    void register() {
        OwnServer.provider("passed", """
                        baseUrl: http://127.0.0.1:%d/api
                        internal: true
                        operations:
                          look: { get: "/echo/{id}", cost: 3 }
                        """.formatted(upstream.port()));
        key = OwnServer.key("passing", "{\"defaultTier\":\"IMPORTANT\"}");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed" + path))
                .header("Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY"})
    void every_method_passes_with_its_path_query_headers_and_body(String method) throws Exception {
        HttpResponse<String> answer = send(request("/echo/a%2Fb;v=1?q=%20x&q=2&flag")
                .header("X-Api-Version", "7")
                .header("Accept-Language", "de")
                .method(method, BodyPublishers.ofString("hello")));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonPath seen = JsonPath.from(answer.body());
        assertThat(seen.getString("method")).isEqualTo(method);
        assertThat(seen.getString("uri")).isEqualTo("/api/echo/a%2Fb;v=1?q=%20x&q=2&flag");
        assertThat(seen.getString("headers.x-api-version")).isEqualTo("7");
        assertThat(seen.getString("headers.accept-language")).isEqualTo("de");
        assertThat(seen.getString("body")).isEqualTo("hello");
        assertThat(answer.headers().firstValue("integration-source")).hasValue("LIVE");
        assertThat(answer.headers().firstValue("integration-call").orElseThrow())
                .startsWith("INTEGRATION.PASSING.API_INTEGRATION.PASSED.20000.");
    }

    @Test
    void the_projects_key_ends_at_our_door_wherever_the_client_put_it() throws Exception {
        String twilio = Base64.getEncoder().encodeToString(("AC123:" + key).getBytes(StandardCharsets.US_ASCII));
        for (Map.Entry<String, String> header : Map.of(
                        "Authorization",
                        "token " + key,
                        "authorization",
                        "Basic " + twilio,
                        "X-Shopify-Access-Token",
                        key,
                        "Integration-Key",
                        key)
                .entrySet()) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo"))
                    .header(header.getKey(), header.getValue()));
            assertThat(answer.statusCode()).as(header.getKey()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain(key).doesNotContain(twilio);
            assertThat(JsonPath.from(answer.body()).getMap("headers"))
                    .doesNotContainKey(header.getKey().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void a_callers_own_credential_passes_when_the_key_has_its_own_header() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo"))
                .header("Integration-Key", key)
                .header("Authorization", "Bearer sk_of_the_caller"));
        assertThat(JsonPath.from(answer.body()).getString("headers.authorization"))
                .isEqualTo("Bearer sk_of_the_caller");
    }

    @Test
    void a_provider_is_asked_for_its_base_url_with_or_without_a_slash() throws Exception {
        upstream.on("/api/", exchange -> say(exchange, 200, "{\"root\":\"" + exchange.getRequestURI() + "\"}"));
        assertThat(send(request("")).body()).isEqualTo("{\"root\":\"/api/\"}");
        assertThat(send(request("?page=2")).body()).isEqualTo("{\"root\":\"/api/?page=2\"}");
        assertThat(send(request("/")).body()).isEqualTo("{\"root\":\"/api/\"}");
    }

    @Test
    void a_limit_is_told_in_the_words_of_this_door() throws Exception {
        OwnServer.provider(
                "narrow",
                "baseUrl: http://127.0.0.1:%d/api\ninternal: true\nlimits: [{ requests: 1, per: 1h }]\n"
                        .formatted(upstream.port()));
        HttpRequest.Builder request = HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/narrow/echo"))
                .header("Authorization", "Bearer " + key)
                .header("Integration-Wait", "false")
                .POST(BodyPublishers.ofString("an effect, for which nothing that is kept stands in"));
        assertThat(send(request).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send(request);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("ratelimit-policy")).hasValue("\"1 requests per 1h\";q=1;w=3600");
        assertThat(JsonPath.from(refused.body()).getList("next", String.class))
                .anySatisfy(step -> assertThat(step).contains("Integration-Wait: false"))
                .noneMatch(step -> step.contains("\"wait\"") || step.contains("\"defer\""));

        HttpResponse<String> skipped = send(request.header("Integration-Tier", "nice-to-have"));
        assertThat(skipped.headers().firstValue("integration-source")).hasValue("SKIPPED");
        assertThat(skipped.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void nobody_passes_without_a_key() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/%70roxy/passed/echo?z=/v1/proxy/second/orders",
                "/v1//proxy/passed/echo",
                "/v1/proxy/%70assed/echo",
                "/v1/proxy/second/../passed/echo"
            })
    void a_provider_is_named_in_one_way_only(String target) throws Exception {
        int before = asked.get();
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(OwnServer.uri(target)).header("Authorization", "Bearer " + key));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("path", "problems/").doesNotContain("z=");
        assertThat(asked).hasValue(before);
    }

    @Test
    void where_people_sign_in_a_providers_page_is_no_page_of_ours() throws Exception {
        upstream.on("/api/page", exchange -> {
            exchange.getResponseHeaders().set("content-security-policy", "script-src *");
            exchange.getResponseHeaders().set("set-cookie", "__Host-session=is_theirs; Path=/; Secure");
            say(exchange, 200, "<script>fetch('/v1/staff-keys')</script>");
        });
        HttpResponse<String> answer = send(request("/page").header("Cookie", "integration-session=is_somebodys"));
        assertThat(answer.headers().allValues("content-security-policy")).contains("sandbox");
        assertThat(answer.headers().allValues("set-cookie")).isEmpty();
        assertThat(send(request("/echo").header("Cookie", "integration-session=is_somebodys"))
                        .body())
                .doesNotContain("is_somebodys");
    }

    @Test
    void a_key_in_the_query_or_a_cookie_ends_at_our_door_as_well() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo?a=1&api_key=" + key + "&b=%20")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.from(answer.body()).getString("uri")).isEqualTo("/api/echo?a=1&b=%20");
        answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo"))
                .header("Cookie", "a=1; session=" + key + "; b=2"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.from(answer.body()).getString("headers.cookie")).isEqualTo("a=1; b=2");
    }

    @Test
    void a_key_that_the_provider_would_get_is_refused() throws Exception {
        int before = asked.get();
        HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("api_key=" + key)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("body").doesNotContain(key);
        answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/passed/echo/bot" + "/" + key))
                .header("Authorization", "Bearer " + key));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("path").doesNotContain(key);
        assertThat(asked).hasValue(before);
    }

    @Test
    void what_belongs_to_the_connection_does_not_pass() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET /v1/proxy/passed/echo HTTP/1.1\r\nHost: orchestrator.example\r\nConnection: X-Hop\r\n"
                                    + "X-Hop: mine\r\nTE: trailers\r\nX-End: theirs\r\nAuthorization: Bearer "
                                    + key + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("}")) {
                answer.append((char) socket.getInputStream().read());
            }
            assertThat(answer.toString())
                    .contains("\"x-end\":\"theirs\"")
                    .doesNotContain("x-hop")
                    .doesNotContain("\"te\"")
                    .doesNotContain("orchestrator.example")
                    .contains("Via: 1.1 integration-orchestrator");
        }
    }

    @Test
    void what_browsers_do_not_encode_reaches_the_provider_as_a_uri() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET /v1/proxy/passed/echo/a|b[0]?fields=name|price&where={\"a\":1}&list[]=%7c HTTP/1.1\r\n"
                                    + "Host: x\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("}")) {
                answer.append((char) socket.getInputStream().read());
            }
            assertThat(answer.toString())
                    .contains("/api/echo/a%7Cb%5B0%5D?fields=name%7Cprice&where=%7B%22a%22:1%7D&list[]=%7c");
        }
    }

    @Test
    void a_refusal_comes_back_as_the_provider_said_it() throws Exception {
        HttpResponse<String> answer = send(request("/refused").POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"code\":\"card_declined\"}}");
        assertThat(answer.headers().firstValue("x-reason")).hasValue("teapot");
    }

    @Test
    void what_may_be_repeated_climbs_the_ladder() throws Exception {
        asked.set(0);
        HttpResponse<String> answer = send(request("/flaky"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(2);
        assertThat(answer.headers().firstValue("integration-strikes")).hasValue("1");
    }

    @Test
    void a_failure_that_the_provider_explains_is_explained_by_the_provider() throws Exception {
        HttpResponse<String> answer = send(request("/down").POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\":\"ours\"}");
        assertThat(answer.headers().firstValue("integration-symptom")).hasValue("SERVICE_UNAVAILABLE");
        assertThat(answer.headers().firstValue("integration-fault")).hasValue("provider");
    }

    @Test
    void an_operation_that_is_recognised_has_its_own_cost_and_name() throws Exception {
        String call = send(request("/echo/7?x=1"))
                .headers()
                .firstValue("integration-call")
                .orElseThrow();
        given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .body("operation", equalTo("look"));
    }

    @Test
    void links_and_redirects_lead_through_us() throws Exception {
        String ours = OwnServer.uri("/v1/proxy/passed").toString();
        assertThat(send(request("/pages")).headers().firstValue("link"))
                .hasValue("<" + ours + "/pages?page=2>; rel=\"next\"");
        assertThat(send(request("/moved")).headers().firstValue("location")).hasValue(ours + "/echo?from=moved");
    }

    @Test
    void packed_bytes_stay_packed() throws Exception {
        HttpResponse<byte[]> answer =
                CLIENT.send(request("/packed").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(answer.body()).startsWith(0x1f, 0x8b);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/chunked"})
    @Tag("long")
    void a_large_answer_flows(String path) throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(request(path).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(256L * PIECE);
        }
        assertThat(answer.headers().firstValue("content-length"))
                .isEqualTo(path.equals("/large") ? Optional.of("" + 256 * PIECE) : Optional.empty());
    }

    @Test
    void a_large_body_flows_to_the_provider_and_is_sent_once() throws Exception {
        long size = 48L * 1024 * 1024;
        HttpResponse<String> answer =
                send(request("/upload").POST(BodyPublishers.ofInputStream(() -> new Spaces(size))));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploaded).hasValue(size);
    }

    @Test
    void an_answer_that_breaks_off_is_seen_to_break_off_and_the_ledger_says_so() throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(request("/cut").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        }
        String call = answer.headers().firstValue("integration-call").orElseThrow();
        List<String> strikes = given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .extract()
                .path("strikes.detail");
        assertThat(strikes).last().asString().contains("broke off after");
    }

    @Test
    void events_come_through_as_they_happen() throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(request("/events").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(11), StandardCharsets.US_ASCII))
                    .isEqualTo("data: one\n\n");
            goOn.countDown();
            assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("data: two\n\n");
        }
    }

    @Test
    void a_document_has_an_end_whether_announced_or_not() throws Exception {
        for (HttpRequest.BodyPublisher body : List.of(
                BodyPublishers.ofByteArray(new Spaces(DocumentSize.LARGEST + 1L).readAllBytes()),
                BodyPublishers.ofInputStream(() -> new Spaces(DocumentSize.LARGEST + 1L)))) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/calls"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(body));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("" + DocumentSize.LARGEST);
        }
    }

    @Test
    void an_unknown_header_of_ours_is_an_error_that_names_it() throws Exception {
        HttpResponse<String> answer = send(request("/echo").header("Integration-Teir", "critical"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Integration-teir");
    }

    @Test
    void a_head_has_its_length_and_no_body() throws Exception {
        HttpResponse<String> answer = send(request("/large").method("HEAD", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-length")).hasValue("" + 256 * PIECE);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_key_that_stands_in_two_headers_ends_here_in_both() throws Exception {
        HttpResponse<String> answer =
                send(request("/echo").header("apikey", key).header("Integration-Key", key));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain(key);
    }

    @Test
    void an_answer_that_comes_before_the_body_was_read_is_passed_on() throws Exception {
        HttpResponse<String> answer = send(request("/early")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofInputStream(() -> new Spaces(4 * 1024 * 1024))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({"401, passed/upload, io_wrong", "404, unknown-provider/upload, "})
    void our_own_refusal_is_heard_while_a_large_body_is_still_sent(int status, String path, @Nullable String wrongKey)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/" + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + (wrongKey == null ? key : wrongKey))
                .POST(BodyPublishers.ofInputStream(() -> new Spaces(4 * 1024 * 1024)));
        assertThat(send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void what_was_said_before_is_not_told_of_a_request_that_was_lost() throws Exception {
        asked.set(0);
        HttpResponse<String> answer = send(request("/told-then-lost").POST(BodyPublishers.ofString("{}")));
        assertThat(asked).hasValue(2);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(JsonPath.from(answer.body()).getBoolean("ambiguous")).isTrue();
    }

    @Test
    void a_caller_who_leaves_is_not_the_providers_failure() throws Exception {
        String call;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET /v1/proxy/passed/silent HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            while (!heard.toString().contains("data: one")) {
                heard.append((char) socket.getInputStream().read());
            }
            call = heard.toString().replaceAll("(?s).*Integration-Call: (\\S+).*", "$1");
        }
        silentMayEnd.countDown();
        given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .body("symptom", nullValue())
                .body("strikes", empty());
    }

    @Test
    void the_fallback_is_asked_what_was_asked_and_its_links_lead_through_us_as_well() throws Exception {
        int port = upstream.port();
        for (String document : List.of(
                "mirror\nbaseUrl: http://127.0.0.1:%d/second\ninternal: true\n".formatted(port),
                "gone\nbaseUrl: http://127.0.0.1:1/api\ninternal: true\nfallback: { provider: mirror }\noperations: { orders: { get: /orders } }\n")) {
            String[] parts = document.split("\n", 2);
            OwnServer.provider(parts[0], parts[1]);
        }
        HttpResponse<String> answer = send(HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/gone/orders?customer=42"))
                .header("Authorization", "Bearer " + key));
        assertThat(answer.headers().firstValue("integration-source")).hasValue("FALLBACK_PROVIDER");
        assertThat(JsonPath.from(answer.body()).getString("asked")).isEqualTo("/second/orders?customer=42");
        assertThat(answer.headers().firstValue("link"))
                .hasValue("<" + OwnServer.uri("/v1/proxy/mirror/orders?p=2") + ">");
    }

    /** As many as wanted, out of nothing; of JSON they are the beginning. */
    private static final class Spaces extends InputStream {
        private long left;

        Spaces(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) ' ');
            left -= count;
            return count;
        }
    }
}
