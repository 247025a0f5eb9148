package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.provider.Tier;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The typed door over HTTP, against a real upstream. */
@QuarkusTest
@ExtendWith(OwnServer.class)
class CallsResourceTest {

    private static final AtomicInteger charges = new AtomicInteger();
    private static final CountDownLatch slowBegan = new CountDownLatch(1);
    private static final CountDownLatch slowMayEnd = new CountDownLatch(1);

    @AutoClose
    private static final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/charges", exchange -> say(exchange, 201, "{\"charge\":" + charges.incrementAndGet() + "}"));
        upstream.on("/limited", exchange -> {
            exchange.getResponseHeaders().set("retry-after", "600");
            say(exchange, 429, "{}");
        });
        upstream.on("/years", exchange -> {
            exchange.getResponseHeaders().set("retry-after", "99999999999");
            say(exchange, 429, "{}");
        });
        upstream.on("/list", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            int page = query.contains("after=") ? Integer.parseInt(query.replaceAll(".*after=", "")) : 0;
            String next = page < 3 ? "\"" + (page + 1) + "\"" : "null";
            say(exchange, 200, "{\"data\":[" + page + ".50],\"next\":" + next + "}");
        });
        upstream.on("/broken", exchange -> say(exchange, 500, "{}"));
        upstream.on("/marked", exchange -> say(exchange, 200, "\uFEFF{\"n\":1.10}"));
        upstream.on("/slow", exchange -> {
            slowBegan.countDown();
            await(slowMayEnd);
            say(exchange, 201, "{}");
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A provider of its own for each test: what one learns about it is not the others' business. */
    private RequestSpecification caller(String provider) {
        OwnServer.provider(provider, """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        operations:
                          charge: { post: /charges }
                          limited: { get: /limited }
                          years: { get: /years }
                          broken: { post: /broken }
                          marked: { get: /marked }
                          slow: { post: /slow }
                          list: { get: /list, pagination: { style: cursor, param: after, next: /next, items: /data } }
                        """.formatted(upstream.port()));
        return OwnServer.caller(provider);
    }

    private static ValidatableResponse call(RequestSpecification caller, String document) {
        return given().spec(caller).body(document).post("/v1/calls").then();
    }

    private static ValidatableResponse call(RequestSpecification caller, String key, String document) {
        return given().spec(caller)
                .header("Idempotency-Key", key)
                .body(document)
                .post("/v1/calls")
                .then();
    }

    @Test
    void an_operator_lifts_what_a_provider_is_left_alone_for() {
        var caller = caller("door-lifted");
        String limited = "{\"provider\":\"door-lifted\",\"operation\":\"years\",\"defer\":false}";
        call(caller, limited).statusCode(429);
        String charge = "{\"provider\":\"door-lifted\",\"operation\":\"charge\",\"defer\":false}";
        call(caller, charge).statusCode(429);

        given().post("/v1/providers/door-lifted/lift").then().statusCode(200).body("throttles", equalTo(1));

        call(caller, charge).statusCode(200);
        given().queryParam("kind", "provider")
                .queryParam("object", "door-lifted")
                .get("/v1/audit")
                .then()
                .body("items[0].action", equalTo("LIFT"))
                .body("items[0].actor", notNullValue());
        given().post("/v1/providers/door-lifted/lift").then().statusCode(200).body("throttles", equalTo(0));
        given().post("/v1/providers/nobody-knows-it/lift").then().statusCode(404);
    }

    @Test
    void a_call_that_must_wait_is_accepted_and_found_at_its_location() {
        var caller = caller("door-limited");
        String location = call(caller, "{\"provider\":\"door-limited\",\"operation\":\"limited\"}")
                .statusCode(202)
                .body("source", equalTo("DEFERRED"))
                .body("detail", containsString("parked until"))
                .body("link", matchesPattern("/v1/calls/INTEGRATION\\..+"))
                .body("due", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z"))
                .header("Location", matchesPattern("/v1/calls/INTEGRATION\\..+"))
                .extract()
                .header("Location");
        given().spec(caller)
                .get(location)
                .then()
                .statusCode(200)
                .body("source", equalTo("DEFERRED"))
                .body("attempts[0].status", equalTo(429))
                .body("answer", nullValue());
    }

    @Test
    void a_call_that_will_not_wait_hears_when_to_come_back_as_a_date() {
        call(caller("door-hurried"), "{\"provider\":\"door-hurried\",\"operation\":\"limited\",\"defer\":false}")
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} [\\d:]{8} GMT"))
                .body("retryAt", notNullValue())
                .body("symptom", equalTo("HTTP_429"))
                .body("fault", equalTo("caller"))
                .body("ambiguous", equalTo(false));
    }

    @Test
    void an_order_that_may_have_been_carried_out_says_so_and_invites_nobody_to_repeat_it() {
        call(caller("door-broken"), "{\"provider\":\"door-broken\",\"operation\":\"broken\"}")
                .statusCode(502)
                .header("Retry-After", nullValue())
                .body("symptom", equalTo("SERVICE_UNAVAILABLE"))
                .body("ambiguous", equalTo(true))
                .body("next", hasItem(containsString("find out at the provider")));
    }

    @Test
    void an_answer_with_a_byte_order_mark_is_json_all_the_same() {
        String answer = call(caller("door-marked"), "{\"provider\":\"door-marked\",\"operation\":\"marked\"}")
                .statusCode(200)
                .body("body.n", notNullValue())
                .extract()
                .asString();
        assertThat(answer).contains("\"body\":{\"n\":1.10}");
    }

    @Test
    void the_sample_of_a_call_has_every_key() throws IOException {
        JsonNode sample =
                new ObjectMapper().readTree(Path.of("infra/samples/call.json").toFile());
        CallRequest call =
                new ObjectMapper().treeToValue(sample, CallDocument.class).read(Optional.empty());
        assertThat(call.operation()).contains("order");
        assertThat(call.tier()).contains(Tier.IMPORTANT);
        assertThat(call.body().text()).isEqualTo("{\"item\":7}");
        assertThat(call.idempotencyKey()).contains("order-7");
    }

    @Test
    void a_dry_run_tells_what_would_be_sent_and_sends_and_records_nothing() {
        var caller = caller("door-dry");
        int before = charges.get();
        call(caller, "{\"provider\":\"door-dry\",\"operation\":\"charge\",\"body\":{\"cents\":700},\"dryRun\":true}")
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("request.method", equalTo("POST"))
                .body("request.url", matchesPattern("http://127.0.0.1:\\d+/charges"))
                .body("request.body.cents", equalTo(700))
                .body("policy.attempts", equalTo(3))
                .body("policy.tier", equalTo("IMPORTANT"))
                .body("obstacle", nullValue());
        call(caller, "{\"provider\":\"door-dry\",\"operation\":\"chrge\",\"dryRun\":true}")
                .statusCode(400)
                .body("flaws[0].path", equalTo("operation"));
        given().get("/v1/ledger?provider=door-dry").then().statusCode(200).body("items.size()", equalTo(0));
        assertThat(charges).hasValue(before);
    }

    @Test
    void a_list_in_pages_is_had_as_one_and_gone_on_with() {
        var caller = caller("door-pages");
        String call = "{\"provider\":\"door-pages\",\"operation\":\"list\",\"pages\":%s}";
        var first = call(caller, call.formatted("{\"most\":3}"))
                .statusCode(200)
                .body("complete", equalTo(false))
                .body("pages", equalTo(3))
                .body("calls.size()", equalTo(3))
                .extract();
        assertThat(first.asString()).contains("\"items\":[0.50,1.50,2.50]");
        assertThat(first.<String>path("next")).isEqualTo("/list?after=3");
        call(caller, call.formatted("{\"most\":3,\"from\":\"/list?after=3\"}"))
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("items.size()", equalTo(1))
                .body("next", nullValue());
        call(caller, call.formatted("{\"most\":2.5,\"form\":1}"))
                .statusCode(400)
                .body("flaws.path", hasItem("pages.most"))
                .body("flaws.path", hasItem("pages.form"));
        call(caller, call.formatted("{\"most\":3}").replace("list", "marked"))
                .statusCode(400)
                .body("flaws[0].path", equalTo("pages"));
    }

    @Test
    void a_document_that_is_null_is_the_callers_mistake() {
        call(caller("door-null"), "null").statusCode(400).body("flaws.path", hasItem("document"));
    }

    @Test
    void a_charge_that_is_repeated_under_its_key_is_made_once() {
        var caller = caller("door-once");
        String charge = "{\"provider\":\"door-once\",\"operation\":\"charge\",\"body\":{\"cents\":700}}";
        int before = charges.get();
        JsonPath first = call(caller, "k-1", charge)
                .statusCode(200)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .jsonPath();
        JsonPath again = call(caller, "\"k-1\"", charge.replace("}}", "},\"deadline\":\"3s\"}"))
                .statusCode(200)
                .header("Idempotent-Replayed", "true")
                .extract()
                .jsonPath();
        assertThat(again.getString("id")).isEqualTo(first.getString("id"));
        assertThat(again.getInt("body.charge")).isEqualTo(first.getInt("body.charge"));
        assertThat(again.getString("source")).isEqualTo("LIVE");
        assertThat(again.getString("endpoint")).isEqualTo(first.getString("endpoint"));
        call(caller, "k-1", charge.replace("700", "800"))
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
        assertThat(charges).hasValue(before + 1);
        call(caller, "k-2", charge).statusCode(200);
        assertThat(charges).hasValue(before + 2);
        call(caller, "k".repeat(256), charge).statusCode(400).body("flaws.path", hasItem("Idempotency-Key"));
    }

    @Test
    void a_doubtful_order_is_told_again_under_its_key() {
        var caller = caller("door-doubt");
        String order = "{\"provider\":\"door-doubt\",\"operation\":\"broken\"}";
        String id = call(caller, "k-1", order).statusCode(502).extract().path("id");
        call(caller, "k-1", order)
                .statusCode(502)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(id))
                .body("ambiguous", equalTo(true));
    }

    @Test
    void a_repetition_beside_the_first_one_is_told_to_wait() throws Exception {
        var caller = caller("door-slow");
        String order = "{\"provider\":\"door-slow\",\"operation\":\"slow\"}";
        Future<Integer> first =
                threads.submit(() -> call(caller, "k-1", order).extract().statusCode());
        await(slowBegan);
        call(caller, "k-1", order)
                .statusCode(409)
                .header("Retry-After", matchesPattern("\\d+"))
                .body("type", containsString("request-under-way"));
        slowMayEnd.countDown();
        assertThat(first.get()).isEqualTo(200);
        call(caller, "k-1", order).statusCode(200).header("Idempotent-Replayed", "true");
    }

    @Test
    void whoever_cannot_read_the_answer_is_told_before_anything_is_sent() {
        var caller = caller("door-xml");
        int before = charges.get();
        for (String accept : new String[] {"text/xml", "text/html"}) {
            given().spec(caller)
                    .accept(accept)
                    .body("{\"provider\":\"door-xml\",\"operation\":\"charge\"}")
                    .post("/v1/calls")
                    .then()
                    .statusCode(406)
                    .contentType("application/problem+json")
                    .body("detail", containsString(accept));
        }
        assertThat(charges.get()).isEqualTo(before);
    }

    @Test
    void a_document_that_is_not_a_call_is_told_with_key_and_place() {
        var caller = caller("door-flaws");
        String call = "{\"provider\":\"door-flaws\",\"operation\":\"charge\",%s}";
        call(caller, call.formatted("\"wait\":\"no\""))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("flaws[0].path", equalTo("wait"))
                .body("flaws[0].value", equalTo("no"))
                .body("flaws[0].reason", equalTo("must be true or false"));
        call(caller, call.formatted("\"tier\":[]"))
                .statusCode(400)
                .body("flaws[0].path", equalTo("tier"))
                .body("flaws[0].value", matchesPattern("a list at line 1, column \\d+"))
                .body("flaws[0].reason", equalTo("must be text"));
        call(caller, call.formatted("\"operation\":\"broken\""))
                .statusCode(400)
                .body("flaws[0].path", equalTo("operation"))
                .body("flaws[0].value", equalTo("twice"));
        call(caller, "[1]")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("flaws[0].path", equalTo("document"));
        call(caller, "{\"provider\":")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("flaws[0].value", matchesPattern("unreadable at line 1, column \\d+"));
        call(caller, call.formatted("\"deadlin\":\"3s\""))
                .statusCode(400)
                .body("flaws[0].reason", containsString("did you mean 'deadline'?"));
        for (String key : new String[] {"", " "}) {
            call(caller, key, call.formatted("\"tier\":\"critical\""))
                    .statusCode(400)
                    .body("flaws[0].path", equalTo("Idempotency-Key"));
        }
    }

    @Test
    void a_key_that_its_provider_would_never_see_is_a_flaw_and_one_for_us_is_not() {
        var caller = caller("door-key");
        int before = charges.get();
        String charge = "{\"provider\":\"door-key\",\"operation\":\"charge\"%s}";
        call(caller, charge.formatted(",\"idempotencyKey\":\"k\""))
                .statusCode(400)
                .body("flaws[0].path", equalTo("idempotencyKey"))
                .body("flaws[0].reason", containsString("declares no 'idempotencyKey' header"));
        given().spec(caller)
                .body("{\"calls\":[" + charge.formatted(",\"idempotencyKey\":\"k\"") + "]}")
                .post("/v1/calls/batch")
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("calls[0].idempotencyKey"));
        assertThat(charges).hasValue(before);
        call(caller, "k", charge.formatted("")).statusCode(200);
        call(caller, "{\"provider\":\"door-key\",\"operation\":\"marked\",\"idempotencyKey\":\"k\"}")
                .statusCode(200);
        assertThat(charges).hasValue(before + 1);
    }

    @Test
    void what_the_framework_refuses_is_a_problem_as_well() {
        var caller = caller("door-framework");
        given().spec(caller)
                .delete("/v1/calls")
                .then()
                .statusCode(405)
                .header("Allow", containsString("POST"))
                .contentType("application/problem+json")
                .body("detail", equalTo("DELETE is not what /v1/calls is for"));
        given().header("Authorization", "Bearer " + OwnServer.key("door-framework"))
                .contentType("text/plain")
                .body("hello")
                .post("/v1/calls")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("detail", matchesPattern("'Content-Type: text/plain.*' is not read here: send application/json"));
        OwnServer.putYaml("/v1/projects/weighed", "{ weight: '3' }")
                .statusCode(400)
                .body("flaws[0].path", equalTo("weight"));
        given().spec(caller).get("/v1/call").then().statusCode(404).body("detail", containsString("/v1/call"));
        call(caller, "\"" + "x".repeat(13_000_000) + "\"")
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("bytes"));
    }

    @Test
    void what_a_query_says_is_read_or_refused() {
        given().get("/v1/ledger?limit=abc")
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("limit"))
                .body("flaws[0].value", equalTo("abc"));
        given().get("/v1/ledger?providr=x&limit=5")
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("providr"))
                .body("flaws[0].reason", containsString("did you mean 'provider'?"));
        given().get("/v1/ledger?provider=door-query&limit=5").then().statusCode(200);
    }
}
