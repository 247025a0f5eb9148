package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cache behind both doors, with a real provider, a real database and real clients. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class CacheTest {

    @AutoClose
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final AtomicInteger asked = new AtomicInteger();
    private static volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private String key;
    /** Other addresses for each test: what the one before kept is none of its business. */
    private String path;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/api", CacheTest::answer);
    }

    /** Says what the query asks it to say, and how often it was asked. */
    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int count = asked.incrementAndGet();
        try {
            assertThat(mayAnswer.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        String query = exchange.getRequestURI().getQuery();
        if (query.contains("down=")) {
            throw new IOException("down");
        }
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("cache-control", query.replaceAll(".*say=([^&]*).*", "$1"));
        if (query.contains("tag=")) {
            exchange.getResponseHeaders().set("etag", "\"one\"");
            if ("\"one\"".equals(exchange.getRequestHeaders().getFirst("if-none-match"))) {
                exchange.sendResponseHeaders(304, -1);
                exchange.close();
                return;
            }
        }
        int size = query.contains("size=") ? Integer.parseInt(query.replaceAll(".*size=(\\d+).*", "$1")) : 0;
        byte[] body =
                ("{\"n\":" + count + ",\"rest\":\"" + "x".repeat(size) + "\"}").getBytes(StandardCharsets.US_ASCII);
        boolean breaks = query.contains("break=");
        exchange.sendResponseHeaders(200, query.contains("chunked=") ? 0 : body.length);
        exchange.getResponseBody().write(body, 0, breaks ? body.length / 2 : body.length);
        exchange.getResponseBody().flush();
        if (breaks) {
            throw new IOException("broke off");
        }
        exchange.close();
    }

    @BeforeEach
    void register() {
        path = "/" + Long.toString(System.nanoTime(), 36);
        OwnServer.provider("caching", """
                        baseUrl: http://127.0.0.1:%d/api
                        internal: true
                        price: { perCall: 0.01 USD }
                        operations:
                          never: { get: "/never", cache: 0s }
                          own: { get: "/own", cache: 1m }
                        """.formatted(upstream.port()));
        key = OwnServer.key("cached");
        asked.set(0);
    }

    private HttpRequest.Builder request(String query) {
        return request(query, key);
    }

    private HttpRequest.Builder request(String query, String as) {
        return HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/caching" + path + "?" + query))
                .header("Integration-Key", as);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("cache-status").orElse("");
    }

    @Test
    void what_may_be_kept_is_given_again_free_of_charge_with_its_age() throws Exception {
        HttpResponse<String> first = send(request("say=max-age=60"));
        HttpResponse<String> second = send(request("say=max-age=60"));

        assertThat(status(first)).isEqualTo("integration-orchestrator; fwd=uri-miss; fwd-status=200; stored");
        assertThat(status(second)).startsWith("integration-orchestrator; hit; ttl=");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("age")).isPresent();
        assertThat(second.headers().firstValue("integration-source")).hasValue("CACHED");
        assertThat(asked).hasValue(1);
        JsonPath call = given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/"
                        + second.headers().firstValue("integration-call").orElseThrow())
                .jsonPath();
        assertThat(call.getString("source")).isEqualTo("CACHED");
        assertThat(call.getList("attempts")).isNullOrEmpty();
        assertThat(call.getString("cost")).isIn(null, "0 USD");
    }

    @Test
    void a_typed_call_is_answered_from_the_cache_as_well_and_an_operation_can_refuse_it() {
        String call = "{\"provider\":\"caching\",\"method\":\"GET\",\"path\":\"" + path + "?say=max-age=60\"}";
        assertThat(typed(call).getString("source")).isEqualTo("LIVE");
        JsonPath second = typed(call);
        assertThat(second.getString("source")).isEqualTo("CACHED");
        assertThat(second.getLong("ageSeconds")).isNotNegative();
        assertThat(second.getString("headers.'cache-status'[0]")).contains("; hit");

        String never = "{\"provider\":\"caching\",\"operation\":\"never\",\"params\":{\"say\":\"max-age=60\",\"p\":\""
                + path + "\"}}";
        assertThat(typed(never).getString("source")).isEqualTo("LIVE");
        assertThat(typed(never).getString("source")).isEqualTo("LIVE");
        String own =
                "{\"provider\":\"caching\",\"operation\":\"own\",\"params\":{\"say\":\"\",\"p\":\"" + path + "\"}}";
        assertThat(typed(own).getString("source")).isEqualTo("LIVE");
        assertThat(typed(own).getString("source")).isEqualTo("CACHED");
    }

    private JsonPath typed(String call) {
        return OwnServer.withKey(key)
                .body(call)
                .post("/v1/calls")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void a_thousand_simultaneous_misses_are_one_request() throws Exception {
        mayAnswer = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int n = 0; n < 1000; n++) {
            answers.add(CLIENT.sendAsync(request("say=max-age=60").build(), BodyHandlers.ofString()));
        }
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        mayAnswer.countDown();
        long collapsed = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> got = answer.get(40, TimeUnit.SECONDS);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).startsWith("{\"n\":1,");
            collapsed += status(got).contains("; collapsed") ? 1 : 0;
        }
        assertThat(asked).hasValue(1);
        assertThat(collapsed).isPositive();
    }

    @Test
    void nobody_gets_what_was_kept_for_another_project_or_another_credential() throws Exception {
        String other = OwnServer.key("caching-too");
        send(request("say=max-age=60"));
        assertThat(status(send(request("say=max-age=60", other)))).contains("fwd=");
        assertThat(status(send(request("say=max-age=60").header("Authorization", "Bearer a"))))
                .contains("fwd=");
        assertThat(status(send(request("say=max-age=60").header("Authorization", "Bearer b"))))
                .contains("fwd=");
        send(request("say=public,max-age=60"));
        assertThat(status(send(request("say=public,max-age=60", other)))).contains("; hit");
    }

    @Test
    void what_is_confirmed_is_not_sent_again() throws Exception {
        HttpResponse<String> first = send(request("say=no-cache&tag=1"));
        HttpResponse<String> second = send(request("say=no-cache&tag=1"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(status(second)).contains("fwd=stale; fwd-status=304");
        HttpResponse<String> third = send(request("say=no-cache&tag=1").header("If-None-Match", "\"one\""));
        assertThat(third.statusCode()).isEqualTo(304);
        assertThat(third.body()).isEmpty();
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_request_with_an_effect_makes_invalid_what_was_kept() throws Exception {
        send(request("say=max-age=60"));
        send(request("say=max-age=60").POST(BodyPublishers.ofString("{}")));
        HttpResponse<String> third = send(request("say=max-age=60"));
        assertThat(status(third)).contains("fwd=");
        assertThat(third.body()).contains("\"n\":3");
    }

    @Test
    void a_large_answer_is_kept_while_it_passes_unless_it_is_too_large_or_breaks_off() throws Exception {
        send(request("say=max-age=60&chunked=1&size=150000"));
        HttpResponse<String> second = send(request("say=max-age=60&chunked=1&size=150000"));
        assertThat(status(second)).contains("; hit");
        assertThat(second.body()).hasSizeGreaterThan(150_000);

        send(request("say=max-age=60&chunked=1&size=600000"));
        assertThat(status(send(request("say=max-age=60&chunked=1&size=600000"))))
                .contains("fwd=");

        String breaking = "say=max-age=60&size=150000&break=1";
        for (int n = 0; n < 2; n++) {
            CompletableFuture<HttpResponse<String>> broken =
                    CLIENT.sendAsync(request(breaking).build(), BodyHandlers.ofString());
            assertThat(broken.handle((answer, failure) ->
                                    failure != null || !status(answer).contains("; hit"))
                            .get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void who_takes_only_what_is_kept_is_told_when_there_is_nothing() throws Exception {
        HttpResponse<String> answer = send(request("say=max-age=60").header("Cache-Control", "only-if-cached"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(asked).hasValue(0);
    }
}
