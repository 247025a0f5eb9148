package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** GraphQL, SOAP, events and forms through both doors, against real servers. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(30)
class ProtocolsTest {

    @AutoClose
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final AtomicInteger resolved = new AtomicInteger();
    private static final AtomicInteger streamed = new AtomicInteger();

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private String key;

    @BeforeAll
    static void listen() throws IOException {
        GraphQL graphQl = GraphQL.newGraphQL(new SchemaGenerator()
                        .makeExecutableSchema(
                                new SchemaParser().parse("""
                                        type Query { hello(name: String!): String, flaky: String!, part: String }
                                        type Mutation { touch: String! }
                                        """),
                                RuntimeWiring.newRuntimeWiring()
                                        .type("Query", query -> query.dataFetcher(
                                                        "hello", asked -> "hello " + asked.getArgument("name"))
                                                .dataFetcher("flaky", _ -> {
                                                    if (resolved.incrementAndGet() == 1) {
                                                        throw new IllegalStateException("boom");
                                                    }
                                                    return "well";
                                                })
                                                .dataFetcher("part", _ -> {
                                                    throw new IllegalStateException("no part");
                                                }))
                                        .type(
                                                "Mutation",
                                                mutation -> mutation.dataFetcher("touch", _ -> {
                                                    resolved.incrementAndGet();
                                                    throw new IllegalStateException("half done");
                                                }))
                                        .build()))
                .build();
        ObjectMapper json = new ObjectMapper();
        upstream.on("/graphql", exchange -> {
            JsonNode asked = json.readTree(exchange.getRequestBody());
            ExecutionInput.Builder input =
                    ExecutionInput.newExecutionInput(asked.path("query").asText());
            if (asked.path("variables").isObject()) {
                Map<String, Object> variables = new HashMap<>();
                asked.get("variables")
                        .properties()
                        .forEach(one ->
                                variables.put(one.getKey(), one.getValue().asText()));
                input.variables(variables);
            }
            say(
                    exchange,
                    200,
                    json.writeValueAsString(graphQl.execute(input.build()).toSpecification()));
        });
        upstream.on("/soap", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/xml; charset=utf-8");
            String content = asked.contains("<bad/>")
                    ? "<s:Fault><faultcode>s:Client</faultcode><faultstring>bad</faultstring></s:Fault>"
                    : "<said action='"
                            + exchange.getRequestHeaders()
                                    .getFirst("soapaction")
                                    .replace("\"", "") + "'/>";
            say(
                    exchange,
                    asked.contains("<bad/>") ? 500 : 200,
                    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>" + content
                            + "</s:Body></s:Envelope>");
        });
        upstream.on("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .set("x-type", exchange.getRequestHeaders().getFirst("content-type"));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.on("/events", exchange -> {
            int connection = streamed.incrementAndGet();
            String after = Optional.ofNullable(exchange.getRequestHeaders().getFirst("last-event-id"))
                    .orElse("0");
            boolean ids = !exchange.getRequestURI().getPath().endsWith("/plain");
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (int number = Integer.parseInt(after) + 1; number <= 6; number++) {
                String event = (ids ? "retry: 10\nid: " + number + "\n" : "") + "data: " + number + "\n\n";
                if (number % 2 == 0 && number > 2 * connection - 1) {
                    exchange.getResponseBody()
                            .write(event.substring(0, event.length() - 3).getBytes(StandardCharsets.US_ASCII));
                    exchange.getResponseBody().flush();
                    throw new IOException("cut in the middle of an event");
                }
                exchange.getResponseBody().write(event.getBytes(StandardCharsets.US_ASCII));
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
    }

    @BeforeEach
    void register() {
        resolved.set(0);
        streamed.set(0);
        OwnServer.provider("spoken", """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        operations:
                          hello: { query: "query Hello($name: String!) { hello(name: $name) }" }
                          ask: { post: /graphql, protocol: graphql }
                          price: { post: /soap, safe: true, soap: { action: "urn:GetPrice" } }
                          echo: { post: /echo }
                        """.formatted(upstream.port()));
        key = OwnServer.key("speaking", "{\"defaultTier\":\"IMPORTANT\"}");
    }

    private ValidatableResponse call(String content) {
        return OwnServer.withKey(key)
                .body("{\"provider\":\"spoken\"," + content + "}")
                .post("/v1/calls")
                .then();
    }

    private HttpRequest.Builder passed(String path) {
        return HttpRequest.newBuilder(OwnServer.uri("/v1/proxy/spoken" + path))
                .header("Authorization", "Bearer " + key);
    }

    private int attempts(String call) {
        List<Object> attempts = given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .extract()
                .path("attempts");
        return attempts.size();
    }

    @Test
    void an_operations_document_is_filled_by_its_callers_variables() {
        call("\"operation\":\"hello\",\"variables\":{\"name\":\"Ada\"}")
                .statusCode(200)
                .body("body.data.hello", equalTo("hello Ada"));
    }

    @Test
    void a_query_that_fails_inside_a_200_is_asked_again() {
        call("\"operation\":\"ask\",\"query\":\"{ flaky }\"")
                .statusCode(200)
                .body("body.data.flaky", equalTo("well"))
                .body("strikes.size()", equalTo(1));
        assertThat(resolved).hasValue(2);
    }

    @Test
    void a_mutation_that_fails_inside_a_200_is_asked_once_and_ambiguous() {
        call("\"operation\":\"ask\",\"query\":\"mutation { touch }\"")
                .statusCode(502)
                .body("ambiguous", equalTo(true));
        assertThat(resolved).hasValue(1);
    }

    @Test
    void a_part_of_the_data_comes_with_its_errors_and_is_marked() {
        call("\"operation\":\"ask\",\"query\":\"{ part hello(name: \\\"x\\\") }\"")
                .statusCode(200)
                .body("body.data.hello", equalTo("hello x"))
                .body("body.errors.size()", equalTo(1))
                .body("detail", containsString("no part"));
    }

    @Test
    void a_query_of_no_such_field_is_its_callers_and_not_tried_again() {
        String id = call("\"operation\":\"ask\",\"query\":\"{ nothing }\"")
                .statusCode(200)
                .body("detail", containsString("ValidationError"))
                .extract()
                .path("id");
        assertThat(attempts(id)).isEqualTo(1);
    }

    @Test
    void the_proxy_understands_what_it_passes() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                passed("/graphql")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"query\":\"{ flaky }\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).contains("well");
        assertThat(answer.headers().firstValue("integration-strikes")).hasValue("1");
        assertThat(resolved).hasValue(2);
    }

    @Test
    void soap_is_put_into_its_envelope_and_a_callers_fault_is_an_answer() {
        call("\"operation\":\"price\",\"xml\":\"<p xmlns='urn:x'/>\"")
                .statusCode(200)
                .body("status", equalTo(200))
                .body("body", containsString("action='urn:GetPrice'"));
        call("\"operation\":\"price\",\"xml\":\"<bad/>\"")
                .statusCode(200)
                .body("status", equalTo(500))
                .body("detail", containsString("Client: bad"))
                .body("strikes.size()", equalTo(0));
    }

    @Test
    void files_and_bytes_arrive_as_they_are() {
        call("\"operation\":\"echo\",\"multipart\":[{\"name\":\"f\",\"filename\":\"a.txt\",\"type\":\"text/plain\",\"base64\":\"aGk=\"}]")
                .statusCode(200)
                .body("headers.'x-type'[0]", containsString("multipart/form-data; boundary=part-"));
        call("\"operation\":\"echo\",\"bodyBase64\":\"AP8=\",\"headers\":{\"content-type\":\"image/png\"}")
                .statusCode(200)
                .body("bodyBase64", equalTo("AP8="));
        call("\"operation\":\"echo\",\"form\":{},\"xml\":\"\"").statusCode(400).body(containsString("one body"));
    }

    @Test
    void events_that_are_cut_go_on_as_one_stream_and_the_ledger_tells_each_break() throws Exception {
        HttpResponse<String> answer = CLIENT.send(passed("/events").build(), BodyHandlers.ofString());
        assertThat(answer.body().replaceAll("retry: 10\\nid: \\d\\n", ""))
                .isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\ndata: 5\n\ndata: 6\n\n");
        assertThat(streamed).hasValueGreaterThan(1);
        String call = answer.headers().firstValue("integration-call").orElseThrow();
        List<String> strikes = given().header("Authorization", "Bearer " + key)
                .get("/v1/calls/" + call)
                .then()
                .statusCode(200)
                .body("symptom", nullValue())
                .extract()
                .path("strikes.detail");
        assertThat(strikes).hasSize(streamed.get() - 1).allMatch(detail -> detail.contains("they go on after event"));
    }

    @RepeatedTest(20) // the end of an answer and of its connection run against each other
    void events_without_ids_break_off_after_the_last_whole_one() throws Exception {
        HttpRequest.Builder request = passed("/events/plain");
        HttpResponse<InputStream> answer =
                CLIENT.send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(9), StandardCharsets.US_ASCII))
                    .isEqualTo("data: 1\n\n");
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(streamed).hasValue(1);
    }

    /** A reset stream takes along what had come and was not read yet. */
    @Test
    void a_break_is_seen_over_http_2_as_well() {
        HttpRequest request =
                passed("/events/plain").version(HttpClient.Version.HTTP_2).build();

        assertThatThrownBy(() -> CLIENT.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }
}
