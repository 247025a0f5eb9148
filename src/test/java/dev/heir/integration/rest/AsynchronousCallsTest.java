package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers that do not wait for their answer, or not for long, against a provider that answers when it is told to. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class AsynchronousCallsTest {

    private static final Semaphore mayAnswer = new Semaphore(0);
    private static final Semaphore wasAsked = new Semaphore(0);
    private static final AtomicInteger orders = new AtomicInteger();
    private static final Map<String, String> keys = new ConcurrentHashMap<>();

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/held")) {
                wasAsked.release();
                mayAnswer.acquireUninterruptibly();
            }
            byte[] body = ("{\"order\":" + orders.incrementAndGet() + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(path.equals("/broken") ? 500 : 201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterAll
    static void close() {
        mayAnswer.release(100);
    }

    private static void registered(String name, String baseUrl, int status) {
        OwnServer.putYaml("/v1/providers/" + name, """
                        baseUrl: %s
                        internal: true
                        operations:
                          order: { post: /orders }
                          held: { post: /held, timeout: 20s }
                          broken: { post: /broken }
                        """.formatted(baseUrl)).statusCode(status);
    }

    private RequestSpecification caller(String name) {
        registered(name, "http://127.0.0.1:" + upstream.port(), 201);
        String key = OwnServer.key(name);
        keys.put(name, key);
        return OwnServer.withKey(key);
    }

    private static ValidatableResponse call(RequestSpecification caller, String prefer, String name, String operation) {
        return given().spec(caller)
                .header("Prefer", prefer)
                .body("{\"provider\":\"%s\",\"operation\":\"%s\"}".formatted(name, operation))
                .post("/v1/calls")
                .then();
    }

    @Test
    void whoever_does_not_wait_gets_a_link_while_the_provider_is_still_at_work() throws InterruptedException {
        var caller = caller("async-held");
        var keyed = given().spec(caller).header("Idempotency-Key", "k-1");
        String link = call(keyed, "respond-async", "async-held", "held")
                .statusCode(202)
                .header("Preference-Applied", "respond-async")
                .header("Location", matchesPattern("/v1/calls/INTEGRATION\\..+"))
                .body("source", equalTo("DEFERRED"))
                .body("strikes.size()", equalTo(0))
                .extract()
                .header("Location");
        assertThat(wasAsked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        given().spec(caller)
                .get(link)
                .then()
                .statusCode(200)
                .body("state", equalTo("UNDER_WAY"))
                .body("source", equalTo("DEFERRED"))
                .body("symptom", nullValue());

        mayAnswer.release();
        call(keyed, "wait=20", "async-held", "held")
                .statusCode(200)
                .header("Idempotent-Replayed", "true")
                .body("source", equalTo("LIVE"))
                .body("status", equalTo(201));
        given().spec(caller)
                .get(link)
                .then()
                .body("state", equalTo("FINISHED"))
                .body("answer.status", equalTo(201))
                .body("answer.body.order", notNullValue())
                .body("attempts.size()", equalTo(1));
    }

    @Test
    void whoever_waits_for_a_while_gets_the_answer_that_comes_in_it_and_else_the_link() {
        var caller = caller("async-while");
        call(caller, "wait=20", "async-while", "order")
                .statusCode(200)
                .header("Preference-Applied", "wait=20")
                .body("source", equalTo("LIVE"))
                .body("body.order", notNullValue());
        call(caller, "respond-async, wait=1", "async-while", "held")
                .statusCode(202)
                .header("Preference-Applied", "respond-async, wait=1")
                .body("link", notNullValue());
        mayAnswer.release();
    }

    @Test
    void a_failure_is_told_to_who_waits_and_found_by_who_comes_back() {
        var caller = caller("async-broken");
        String id = call(caller, "wait=20", "async-broken", "broken")
                .statusCode(502)
                .header("Preference-Applied", "wait=20")
                .body("ambiguous", equalTo(true))
                .extract()
                .path("id");
        given().spec(caller)
                .get("/v1/calls/" + id)
                .then()
                .body("state", equalTo("FINISHED"))
                .body("source", nullValue())
                .body("symptom", equalTo("SERVICE_UNAVAILABLE"));
    }

    @Test
    void a_recorded_call_is_asked_again_as_a_new_one_that_refers_to_it() {
        var caller = caller("async-again");
        String id = call(caller, "wait=20", "async-again", "order").extract().path("id");
        String path = "/v1/calls/" + id + "/replay";
        int before = orders.get();
        given().header("Authorization", "Bearer " + keys.get("async-again"))
                .post(path)
                .then()
                .statusCode(409)
                .body("type", containsString("undecided"))
                .body("next[0]", containsString("again"));
        given().spec(caller)
                .body("{\"agian\":true}")
                .post(path)
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("agian"));
        given().spec(caller)
                .body("{\"idempotencyKey\":\"k\"}")
                .post(path)
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("idempotencyKey"));
        assertThat(orders).hasValue(before);
        String again = given().spec(caller)
                .body("{\"again\":true}")
                .post(path)
                .then()
                .statusCode(200)
                .body("source", equalTo("LIVE"))
                .body("replayOf", equalTo(id))
                .extract()
                .path("id");
        assertThat(orders).hasValue(before + 1);
        given().spec(caller).get("/v1/calls/" + again).then().body("replayOf", equalTo(id));
        given().spec(caller)
                .post("/v1/calls/" + id.replace("001", "999") + "/replay")
                .then()
                .statusCode(404);
    }

    @Test
    void an_order_that_nobody_got_is_made_up_for_once_however_often_it_is_replayed() {
        var caller = caller("async-undone");
        registered("async-undone", "http://127.0.7.1:1", 200);
        String id = call(caller, "wait=20", "async-undone", "order")
                .statusCode(502)
                .body("ambiguous", equalTo(false))
                .extract()
                .path("id");
        registered("async-undone", "http://127.0.0.1:" + upstream.port(), 200);
        int before = orders.get();
        String path = "/v1/calls/" + id + "/replay";
        String replay =
                given().spec(caller).post(path).then().statusCode(200).extract().path("id");
        given().spec(caller)
                .post(path)
                .then()
                .statusCode(200)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(replay));
        assertThat(orders).hasValue(before + 1);
    }

    @Test
    void what_was_answered_is_not_kept_and_a_call_that_waits_is_not_over() {
        var caller = caller("async-gone");
        String answered = given().spec(caller)
                .body("{\"provider\":\"async-gone\",\"operation\":\"order\"}")
                .post("/v1/calls")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        given().spec(caller)
                .post("/v1/calls/" + answered + "/replay")
                .then()
                .statusCode(410)
                .contentType("application/problem+json")
                .body("detail", containsString("integration.call.record-requests"));
        String waiting = call(caller, "respond-async", "async-gone", "held")
                .statusCode(202)
                .extract()
                .path("id");
        given().spec(caller)
                .post("/v1/calls/" + waiting + "/replay")
                .then()
                .statusCode(409)
                .body("type", containsString("still-waiting"));
        mayAnswer.release();
    }

    @Test
    void what_may_be_a_secret_is_not_kept_so_its_caller_waits_and_reads_no_promise() {
        var caller = caller("async-secret");
        given().spec(caller)
                .header("Prefer", "respond-async")
                .body("{\"provider\":\"async-secret\",\"operation\":\"order\",\"headers\":{\"X-Api-Key\":\"k\"}}")
                .post("/v1/calls")
                .then()
                .statusCode(200)
                .header("Preference-Applied", nullValue());
    }

    @Test
    void a_call_that_must_not_be_deferred_cannot_be_left_either_and_a_flaw_is_told_at_once() {
        var caller = caller("async-flaws");
        given().spec(caller)
                .header("Prefer", "respond-async")
                .body("{\"provider\":\"async-flaws\",\"operation\":\"order\",\"defer\":false}")
                .post("/v1/calls")
                .then()
                .statusCode(400)
                .body("flaws.path", hasItem("defer"));
        call(caller, "respond-async", "async-flaws", "ordr")
                .statusCode(400)
                .body("flaws.path", anyOf(hasItem("operation")));
    }
}
