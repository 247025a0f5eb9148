package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that are asked together, against a real upstream. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class BatchTest {

    private static final AtomicInteger orders = new AtomicInteger();
    private static final AtomicInteger held = new AtomicInteger();
    private static final Semaphore mayAnswer = new Semaphore(0);
    private static final CyclicBarrier both = new CyclicBarrier(2);

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            int status =
                    switch (path) {
                        case "/orders" -> 201;
                        case "/missing" -> 404;
                        case "/limited" -> 429;
                        case "/broken" -> 500;
                        default -> 200;
                    };
            String said =
                    switch (path) {
                        case "/orders" -> "{\"order\":" + orders.incrementAndGet() + "}";
                        case "/both" -> met();
                        case "/held" -> held();
                        default -> "{}";
                    };
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            if (status == 429) {
                exchange.getResponseHeaders().set("retry-after", "600");
            }
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String met() {
        try {
            both.await(20, TimeUnit.SECONDS);
            return "{\"met\":true}";
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            return "{\"met\":false}";
        }
    }

    private static String held() {
        held.incrementAndGet();
        mayAnswer.acquireUninterruptibly();
        return "{}";
    }

    @AfterAll
    static void close() {
        mayAnswer.release(1000);
    }

    private RequestSpecification caller(String name) {
        OwnServer.provider(name, """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        operations:
                          order: { post: /orders }
                          both: { get: /both, cache: 0s } # two of them are two requests
                          held: { get: /held }
                          limited: { get: /limited }
                          broken: { post: /broken }
                        """.formatted(upstream.port()));
        return OwnServer.caller(name);
    }

    private static String one(String name, String operation) {
        return "{\"provider\":\"%s\",\"operation\":\"%s\"}".formatted(name, operation);
    }

    private static ValidatableResponse ask(RequestSpecification caller, String batch) {
        return given().spec(caller).body(batch).post("/v1/calls/batch").then();
    }

    @Test
    void each_call_has_its_own_outcome_in_the_order_in_which_they_were_asked() {
        caller("batch-limited"); // or the others would be left alone as well, as soon as it said so
        var caller = caller("batch-mixed");
        ask(
                        caller,
                        "{\"calls\":[%s,%s,%s,{\"provider\":\"batch-mixed\",\"path\":\"/missing\"}]}"
                                .formatted(
                                        one("batch-limited", "limited"),
                                        one("batch-mixed", "broken"),
                                        one("batch-mixed", "both") + "," + one("batch-mixed", "both")))
                .statusCode(200)
                .body("results.size()", equalTo(5))
                .body("results[0].status", equalTo(202))
                .body("results[0].answer.source", equalTo("DEFERRED"))
                .body("results[0].headers.Location", containsString("/v1/calls/INTEGRATION."))
                .body("results[1].status", equalTo(502))
                .body("results[1].answer", nullValue())
                .body("results[1].problem.ambiguous", equalTo(true))
                .body("results[2].answer.body.met", equalTo(true))
                .body("results[3].answer.body.met", equalTo(true))
                .body("results[4].status", equalTo(200))
                .body("results[4].answer.status", equalTo(404));
    }

    @Test
    void one_flaw_and_nothing_is_sent_with_the_place_of_every_flaw() {
        var caller = caller("batch-flaws");
        int before = orders.get();
        ask(
                        caller,
                        "{\"callz\":1,\"deadline\":\"soon\",\"calls\":[%s,{\"provider\":\"batch-flaws\",\"operatoin\":\"order\"},null]}"
                                .formatted(one("batch-flaws", "order")))
                .statusCode(400)
                .body("flaws.path", hasItems("callz", "deadline", "calls[1].operatoin", "calls[2].document"));
        ask(caller, "{\"calls\":[%s,%s]}".formatted(one("batch-flaws", "order"), one("batch-flaws", "ordr")))
                .statusCode(400)
                .body("flaws[0].path", equalTo("calls[1].operation"))
                .body("flaws[0].value", equalTo("ordr"));
        ask(caller, "{\"calls\":[{\"provider\":\"batch-flaws\",\"wait\":\"no\"}]}")
                .statusCode(400)
                .body("flaws[0].path", equalTo("calls[0].wait"));
        ask(caller, "{\"calls\":{}}").statusCode(400).body("flaws[0].reason", equalTo("must be a list"));
        ask(caller, "{\"calls\":[]}").statusCode(400).body("flaws[0].path", equalTo("calls"));
        String many = IntStream.range(0, 101)
                .mapToObj(n -> one("batch-flaws", "order"))
                .collect(Collectors.joining(","));
        ask(caller, "{\"calls\":[" + many + "]}").statusCode(400).body("flaws[0].value", equalTo("101 calls"));
        assertThat(orders).hasValue(before);
    }

    @Test
    void a_repeated_batch_orders_nothing_twice() {
        var caller = given().spec(caller("batch-once")).header("Idempotency-Key", "b-1");
        String batch = "{\"calls\":[%1$s,%1$s]}".formatted(one("batch-once", "order"));
        int before = orders.get();
        int first = ask(caller, batch).statusCode(200).extract().path("results[1].answer.body.order");
        ask(caller, batch)
                .body("results[1].answer.body.order", equalTo(first))
                .body("results[1].headers.Idempotent-Replayed", equalTo("true"));
        assertThat(orders).hasValue(before + 2);
    }

    @Test
    void nothing_is_begun_after_the_deadline_of_the_whole_and_no_more_at_once_than_may_be() {
        var caller = caller("batch-late");
        String many =
                IntStream.range(0, 40).mapToObj(n -> one("batch-late", "held")).collect(Collectors.joining(","));
        ValidatableResponse answer =
                ask(caller, "{\"deadline\":\"1s\",\"calls\":[" + many + "]}").statusCode(200);
        answer.body("results.size()", equalTo(40))
                .body("results[0].status", equalTo(504))
                .body("results[39].status", equalTo(504))
                .body("results[39].problem.type", containsString("not-begun"));
        assertThat(held.get()).isPositive().isLessThanOrEqualTo(16);
    }

    @Test
    void calls_of_a_batch_can_be_left_as_any_other() {
        var caller = given().spec(caller("batch-left")).header("Prefer", "respond-async");
        ask(caller, "{\"calls\":[%1$s,%1$s]}".formatted(one("batch-left", "order")))
                .statusCode(200)
                .body("results[0].status", equalTo(202))
                .body("results[1].headers.Preference-Applied", equalTo("respond-async"))
                .body("results[1].answer.link", notNullValue());
    }
}
