package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Symptom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GraphQL and SOAP through the whole ladder. */
class ProtocolCallTest {

    private static final String API = "https://api.example.com";
    private static final String GOOD = "{\"data\":{\"shop\":{\"name\":\"x\"}}}";
    private static final String INTERNAL =
            "{\"data\":null,\"errors\":[{\"message\":\"boom\",\"extensions\":{\"code\":\"INTERNAL_SERVER_ERROR\"}}]}";

    private final World world = new World();

    private void shop(Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "baseUrl",
                API,
                "protocol",
                "graphql",
                "operations",
                Map.of(
                        "name", Map.of("query", "query Name($x: Float) { shop { name } }"),
                        "asked", Map.of("get", "/graphql"),
                        "write", Map.of("query", "mutation { touch }"))));
        document.putAll(more);
        world.provider("shop", document);
    }

    private static CallRequest call(Optional<String> operation, String body) {
        return new CallRequest(
                "shop",
                operation,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.of(body),
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(60)),
                Optional.empty(),
                false);
    }

    private static CallRequest named(String operation) {
        return call(Optional.of(operation), "");
    }

    private String sentBody() {
        return new String(world.sent.getLast().body().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void an_operation_sends_its_own_document_with_the_callers_variables() {
        shop(Map.of());
        world.script(API, answer(200, GOOD));
        world.answered(call(Optional.of("name"), "{\"variables\":{\"x\":1.10}}"));
        assertThat(world.sent.getLast().uri()).hasToString(API + "/graphql");
        assertThat(sentBody())
                .isEqualTo("{\"variables\":{\"x\":1.10},\"query\":\"query Name($x: Float) { shop { name } }\"}");
        assertThat(world.sent.getLast().headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void a_call_may_bring_the_document_and_name_nothing_else() {
        shop(Map.of());
        world.script(API, answer(200, GOOD));
        world.answered(call(Optional.empty(), "{\"query\":\"{ shop { name } }\"}"));
        assertThat(world.sent.getLast().method()).isEqualTo("POST");
        assertThat(world.sent.getLast().uri()).hasToString(API + "/graphql");
    }

    @Test
    void by_get_it_is_all_in_the_query() {
        shop(Map.of());
        world.script(API, answer(200, GOOD));
        world.answered(call(Optional.of("asked"), "{\"query\":\"{ a }\",\"variables\":{\"x\":\"+ ä\"}}"));
        assertThat(world.sent.getLast().uri())
                .hasToString(API + "/graphql?query=%7B%20a%20%7D&variables=%7B%22x%22%3A%22%2B%20%C3%A4%22%7D");
        assertThat(world.sent.getLast().body().isEmpty()).isTrue();
    }

    @Test
    void an_error_inside_a_200_is_a_failure_and_a_query_is_asked_again() {
        shop(Map.of());
        world.script(API, answer(200, INTERNAL), answer(200, GOOD));
        assertThat(world.answered(named("name")).body().text()).isEqualTo(GOOD);
        assertThat(world.sent).hasSize(2);
        assertThat(world.recorded().attempts().getFirst())
                .extracting(CallRecord.Attempt::status, CallRecord.Attempt::symptom, CallRecord.Attempt::detail)
                .containsExactly(
                        500, Optional.of(Symptom.SERVICE_UNAVAILABLE), "answered 200: INTERNAL_SERVER_ERROR: boom");
    }

    @Test
    void a_mutation_is_not_asked_again_when_it_may_have_been_carried_out() {
        shop(Map.of());
        world.script(API, answer(200, INTERNAL), answer(200, GOOD));
        assertThat(world.unanswered(named("write")).ambiguous()).isTrue();
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void what_was_refused_for_a_limit_waits_until_the_bucket_holds_what_it_costs() {
        shop(Map.of());
        world.script(API, answer(200, """
                        {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
                         "extensions":{"cost":{"requestedQueryCost":202,"actualQueryCost":null,"throttleStatus":
                         {"maximumAvailable":1000.0,"currentlyAvailable":2,"restoreRate":50.0}}}}"""), answer(200, GOOD));
        world.answered(named("write"));
        assertThat(world.sent).hasSize(2);
        assertThat(world.waits.getFirst()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void a_part_of_the_data_is_an_answer_that_is_marked() {
        shop(Map.of());
        world.script(
                API,
                answer(200, "{\"data\":{\"a\":1,\"b\":null},\"errors\":[{\"message\":\"no b\",\"path\":[\"b\"]}]}"));
        Answer answer = world.answered(named("name"));
        assertThat(answer.detail()).isEqualTo("the answer's content tells of errors: no b");
        assertThat(answer.body().text()).contains("no b");
        assertThat(world.recorded().detail()).contains("no b");
    }

    @Test
    void what_the_caller_did_wrong_is_told_and_not_tried_again() {
        shop(Map.of());
        world.script(API, answer(200, "{\"errors\":[{\"message\":\"no such field\"}]}"));
        assertThat(world.answered(named("name")).detail()).contains("no such field");
        assertThat(world.sent).hasSize(1);
        assertThat(world.recorded().attempts().getFirst().status()).isEqualTo(400);
    }

    @Test
    void what_a_query_really_cost_is_what_its_limit_and_its_price_count() {
        shop(Map.of(
                "limits",
                List.of(Map.of("units", 10, "of", "points", "per", "1h")),
                "price",
                Map.of("perUnit", Map.of("points", "0.01 EUR")),
                "operations",
                Map.of("name", Map.of("query", "{ a }", "cost", Map.of("points", 8)))));
        String cheap =
                "{\"data\":{\"a\":1},\"extensions\":{\"cost\":{\"requestedQueryCost\":8,\"actualQueryCost\":1}}}";
        world.script(API, answer(200, cheap));
        world.answered(named("name"));
        assertThat(world.recorded().use().units()).containsEntry("points", 1L);
        assertThat(world.recorded().cost().orElseThrow().toString()).startsWith("0.01");
        world.answered(named("name"));
        world.answered(named("name"));
        assertThat(world.sent).hasSize(3);
        assertThat(world.answered(named("name")).source()).isEqualTo(Source.STALE);
        assertThat(world.sent).hasSize(3);
    }

    @Test
    void points_that_are_nearly_used_up_are_a_warning() {
        shop(Map.of());
        world.script(
                API,
                answer(
                        200,
                        "{\"data\":{\"a\":1,\"rateLimit\":{\"cost\":1,\"limit\":5000,\"remaining\":10,\"resetAt\":\"%s\"}}}"
                                .formatted(World.NOON.plusSeconds(600))));
        assertThat(world.answered(named("name")).strikes())
                .singleElement()
                .extracting(CallRecord.Strike::symptom)
                .isEqualTo(Symptom.USAGE_WARNING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name  | {"query":"{ a }"}                                  | query
            name  | {"variables":[]}                                   | variables
            name  | []                                                 | body
            asked | {}                                                 | query
            asked | {"query":"{ a"}                                    | query
            asked | {"query":"mutation { a }"}                         | method
            asked | {"query":"subscription { a }"}                     | query
            asked | {"query":"query A { a } query B { b }"}            | operationName
            """)
    void what_cannot_be_asked_is_told(String operation, String body, String flaw) {
        shop(Map.of());
        assertThatThrownBy(() -> world.answered(call(Optional.of(operation), body)))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .anyMatch(one -> one.path().equals(flaw)));
        assertThat(world.sent).isEmpty();
    }

    private void quotes(String version) {
        world.provider(
                "shop",
                Map.of(
                        "baseUrl",
                        API,
                        "operations",
                        Map.of(
                                "price",
                                Map.of(
                                        "post",
                                        "/quotes",
                                        "safe",
                                        true,
                                        "soap",
                                        Map.of("version", version, "action", "urn:GetPrice")))));
    }

    @Test
    void content_is_put_into_an_envelope_of_1_1() {
        quotes("1.1");
        world.script(API, answer(200, "<ok/>"));
        world.answered(call(Optional.of("price"), "<?xml version='1.0'?>\n<p xmlns='urn:x'>&lt;</p>"));
        assertThat(sentBody())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope"
                        + " xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><p xmlns='urn:x'>&lt;</p>"
                        + "</soap:Body></soap:Envelope>");
        assertThat(world.sent.getLast().headers())
                .containsEntry("content-type", "text/xml; charset=utf-8")
                .containsEntry("soapaction", "\"urn:GetPrice\"");
    }

    @Test
    void an_envelope_of_1_2_goes_as_it_is_with_its_action_in_the_type() {
        quotes("1.2");
        world.script(API, answer(200, "<ok/>"));
        String envelope = "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body/></e:Envelope>";
        world.answered(call(Optional.of("price"), envelope));
        assertThat(sentBody()).isEqualTo(envelope);
        assertThat(world.sent.getLast().headers())
                .containsEntry("content-type", "application/soap+xml; charset=utf-8; action=\"urn:GetPrice\"")
                .doesNotContainKey("soapaction");
    }

    @Test
    void a_fault_of_the_server_is_tried_again_and_one_of_the_caller_is_an_answer() {
        quotes("1.1");
        String fault = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
                + "<faultcode>s:%s</faultcode><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>";
        world.script(API, answer(200, fault.formatted("Server")), answer(500, fault.formatted("Client")));
        Answer answer = world.answered(call(Optional.of("price"), "<p/>"));
        assertThat(world.sent).hasSize(2);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.detail()).contains("Client: no");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "text",
        "<a>",
        "<a/><b/>",
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0' encoding='latin1'?><a/>",
        "<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'/>"
    })
    void what_is_no_envelope_and_no_content_is_told(String xml) {
        quotes("1.1");
        assertThatThrownBy(() -> world.answered(call(Optional.of("price"), xml)))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        invalid -> assertThat(invalid.flaws().getFirst().path()).isEqualTo("xml"));
    }
}
