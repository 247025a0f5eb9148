package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider that now and then does not answer the first of two requests. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class HedgedCallsTest {

    private static final Semaphore mayAnswer = new Semaphore(0);
    private static final AtomicInteger asked = new AtomicInteger();
    private static volatile boolean silent;

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/look", exchange -> {
            boolean first = asked.incrementAndGet() % 2 == 1;
            if (silent && first) {
                mayAnswer.acquireUninterruptibly();
            }
            say(exchange, 200, "{}");
        });
    }

    @AfterAll
    static void close() {
        mayAnswer.release(100);
    }

    @BeforeEach
    void answerAgain() {
        silent = false;
        asked.set(0);
    }

    private RequestSpecification caller(String name, String limits) {
        OwnServer.provider(name, """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        %s
                        operations: { look: { get: /look, hedge: true } }
                        """.formatted(upstream.port(), limits));
        return OwnServer.caller(name);
    }

    private static ValidatableResponse look(RequestSpecification caller, String name) {
        return given().spec(caller)
                .body("{\"provider\":\"%s\",\"operation\":\"look\",\"deadline\":\"20s\"}".formatted(name))
                .post("/v1/calls")
                .then();
    }

    private static void warmUp(RequestSpecification caller, String name, int times) {
        for (int i = 0; i < times; i++) {
            look(caller, name).statusCode(200);
        }
        asked.set(0);
        silent = true;
    }

    @Test
    void the_second_request_answers_and_both_are_in_the_ledger() {
        var caller = caller("hedged", "");
        warmUp(caller, "hedged", 60);
        String id = look(caller, "hedged")
                .statusCode(200)
                .body("source", equalTo("LIVE"))
                .extract()
                .path("id");
        assertThat(asked).hasValue(2);
        given().spec(caller)
                .get("/v1/calls/" + id)
                .then()
                .body("attempts.size()", equalTo(2))
                .body("attempts[0].detail", containsString("cancelled"))
                .body("attempts[0].status", equalTo(0))
                .body("attempts[0].retry", equalTo(false))
                .body("attempts[1].status", equalTo(200))
                .body("attempts[1].retry", equalTo(true));
        mayAnswer.release();
    }

    @Test
    void the_last_fifth_of_a_limit_is_left_to_the_others() {
        var caller = caller("hedged-scarce", "limits: [{ requests: 70, per: 1h }]");
        warmUp(caller, "hedged-scarce", 60);
        Thread.startVirtualThread(() -> {
            // The first request alone is answered, as soon as it is there.
            mayAnswer.release();
        });
        String id = look(caller, "hedged-scarce").statusCode(200).extract().path("id");
        assertThat(asked).hasValue(1);
        given().spec(caller).get("/v1/calls/" + id).then().body("attempts.size()", equalTo(1));
    }

    @Test
    void an_operation_with_an_effect_is_not_hedged() {
        OwnServer.putYaml(
                        "/v1/providers/hedged-order",
                        "baseUrl: https://api.example.com\noperations: { order: { post: /orders, hedge: true } }")
                .statusCode(400)
                .body("flaws.path", hasItem("operations.order.hedge"));
    }
}
