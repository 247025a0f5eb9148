package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fallback providers of another shape, as their public documentation has it: Open-Meteo's geocoding for Nominatim's search,
 * and Mailgun's messages for Resend's.
 */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class MappedFallbackTest {

    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final Upstream first = new Upstream();

    @AutoClose
    private final Upstream second = new Upstream();

    private void says(Upstream upstream, String path, int status, String json) {
        upstream.on(path, exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("content-type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            say(exchange, status, json);
        });
    }

    private static void put(String path, String yaml) {
        OwnServer.putYaml(path, yaml).statusCode(201);
    }

    private static ValidatableResponse call(String project, String document) {
        return OwnServer.caller(project).body(document).post("/v1/calls").then();
    }

    private void geocoders(String name) throws IOException {
        put("/v1/providers/" + name, """
                baseUrl: http://127.0.0.1:%d
                internal: true
                operations: { search: { get: "/search?format=jsonv2" } }
                fallback: { provider: %s-meteo, mapping: open-meteo.yaml }
                """.formatted(first.port(), name));
        put("/v1/providers/" + name + "-meteo", """
                baseUrl: http://127.0.0.1:%d/v1
                internal: true
                operations: { search: { get: /search } }
                """.formatted(second.port()));
        put("/v1/providers/" + name + "/mappings/open-meteo.yaml", sample("mapping-open-meteo.yaml"));
        says(first, "/search", 503, "");
    }

    @Test
    void another_geocoder_answers_in_the_words_of_the_one_that_was_asked() throws IOException {
        geocoders("places");
        says(second, "/v1/search", 200, """
                {"results":[{"id":2950159,"name":"Berlin","latitude":52.52437,"longitude":13.41053,"elevation":74.0,
                "feature_code":"PPLC","country_code":"DE","timezone":"Europe/Berlin","population":3426354,"country":"Germany"}],
                "generationtime_ms":0.65}""");

        call(
                        "places",
                        "{\"provider\":\"places\",\"operation\":\"search\",\"params\":{\"q\":\"Berlin\",\"limit\":\"1\"}}")
                .statusCode(200)
                .body("source", equalTo("FALLBACK_PROVIDER"))
                .body(
                        "body",
                        equalTo(List.of(Map.of(
                                "lat",
                                "52.52437",
                                "lon",
                                "13.41053",
                                "name",
                                "Berlin",
                                "display_name",
                                "Berlin, Germany",
                                "licence",
                                "Open-Meteo, GeoNames (CC BY 4.0)"))));
        assertThat(heard).contains("GET /v1/search?count=1&format=json&name=Berlin null ");
    }

    @Test
    void an_answer_that_does_not_fit_the_mapping_is_no_answer_and_says_why() throws IOException {
        geocoders("maps");
        says(second, "/v1/search", 200, "{\"results\":[{\"name\":\"Berlin\"}]}");

        call("maps", "{\"provider\":\"maps\",\"operation\":\"search\",\"params\":{\"q\":\"Berlin\"}}")
                .statusCode(502)
                .body("strikes.detail", hasItem(containsString("does not fit the mapping: there is no [/latitude]")));
    }

    private void mailers(String name) throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        put("/v1/providers/" + name, """
                baseUrl: http://127.0.0.1:%d
                internal: true
                operations: { send: { post: /emails, idempotencyKey: Idempotency-Key } }
                fallback: { provider: %s-mailgun, mapping: mailgun.yaml }
                """.formatted(nobody, name));
        put("/v1/providers/" + name + "-mailgun", """
                baseUrl: http://127.0.0.1:%d/v3
                internal: true
                operations: { messages: { post: "/{domain}/messages" } }
                """.formatted(second.port()));
        put("/v1/providers/" + name + "/mappings/mailgun.yaml", sample("mapping-mailgun.yaml"));
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("infra", "samples", name));
    }

    private static String mail(String provider) {
        return """
                {"provider":"%s","operation":"send","body":{"from":"Shop <shop@example.com>","to":["a@example.com","b@example.com"],
                "subject":"Hello & goodbye","text":"It works","tags":[{"name":"kind","value":"welcome"}]}}""".formatted(provider);
    }

    @Test
    void another_mailer_is_sent_a_form_for_a_json_document() throws IOException {
        mailers("mails");
        says(second, "/v3", 200, "{\"id\":\"<2026.1@mg.example.com>\",\"message\":\"Queued. Thank you.\"}");

        call("mails", mail("mails"))
                .statusCode(200)
                .body("source", equalTo("FALLBACK_PROVIDER"))
                .body("body", equalTo(Map.of("id", "<2026.1@mg.example.com>")));
        String[] sent = heard.remove().split(" ");
        assertThat(sent).startsWith("POST", "/v3/mg.example.com/messages", "application/x-www-form-urlencoded");
        assertThat(sent[3].split("&"))
                .containsExactlyInAnyOrder(
                        "from=Shop+%3Cshop%40example.com%3E",
                        "to=a%40example.com",
                        "to=b%40example.com",
                        "subject=Hello+%26+goodbye",
                        "text=It+works",
                        "o%3Atag=kind%3Dwelcome",
                        "o%3Atracking=no");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_request_that_does_not_fit_the_mapping_is_not_sent() throws IOException {
        mailers("notes");
        says(second, "/v3", 200, "{\"id\":\"x\"}");

        call("notes", "{\"provider\":\"notes\",\"operation\":\"send\",\"body\":{\"from\":\"a@example.com\"}}")
                .statusCode(502)
                .body("strikes.detail", hasItem(containsString("form: 'to': there is no [/body/to]")));
        assertThat(heard).isEmpty();
    }

    @Test
    void a_mail_whose_receipt_does_not_fit_is_known_to_be_sent_and_not_sent_again() throws IOException {
        mailers("letters");
        says(second, "/v3", 200, "{\"message\":\"Queued. Thank you.\"}");

        call("letters", mail("letters"))
                .statusCode(502)
                .body("strikes.detail", hasItem(containsString("does not fit the mapping: there is no [/id]")))
                .body("next", hasItem(containsString("take the request as carried out")));
        assertThat(heard).hasSize(1);
    }
}
