package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(OwnServer.class)
class AssignmentsTest {

    @Inject
    Providers providers;

    @Inject
    Projects projects;

    @Test
    void a_requirement_in_yaml_becomes_a_plan_and_what_it_brings_along_is_registered() throws IOException {
        String sample = sample("assignment-api.yaml").replace("project: shop", "project: assign-yaml");

        JsonPath created = post("application/yaml", sample)
                .statusCode(201)
                .header("Location", notNullValue())
                .body("project", equalTo("assign-yaml"))
                .body("projectKey", matchesPattern("io_.+"))
                .body("providers.httpbin", equalTo("REGISTERED"))
                .body("specialists", contains("api-specialist"))
                .body("complete", equalTo(false))
                .body(
                        "phases.name",
                        contains("external_api_assessment", "data_pipeline_setup", "integration_monitoring"))
                .body("phases[0].id", equalTo("INTEGRATION.ASSIGN-YAML.API_INTEGRATION.ASSIGN.20000.001"))
                .body("phases[0].section", equalTo("integration.external.apis"))
                .body("phases[0].deliverables.work", hasItems("api_integration", "authentication_setup"))
                .body("phases.successCriteria.flatten().status", everyItem(oneOf("MET", "NOT_MET", "UNKNOWN")))
                .body("phases.successCriteria.flatten().checkedAt", everyItem(notNullValue()))
                .body("openPoints.next.path", hasItem("/v1/providers/crm"))
                .extract()
                .jsonPath();

        assertThat(projects.byKey(created.getString("projectKey"))).isPresent();
        assertThat(providers.find("httpbin")).isPresent();
        when().get("/v1/assignments/" + created.getString("id"))
                .then()
                .statusCode(200)
                .body("projectKey", nullValue())
                .body("phases.id", equalTo(created.getList("phases.id")))
                .body("requirement.dataVolume.records", equalTo(50_000));
    }

    @Test
    void an_integration_that_was_called_and_swept_meets_every_criterion_and_says_by_what() throws IOException {
        try (Upstream upstream = new Upstream()) {
            upstream.on("/", exchange -> Upstream.say(exchange, 200, "{}"));
            JsonPath created = post("application/yaml", """
                            project: assign-whole
                            requirement:
                              providers:
                                - provider: assign-whole
                                  baseUrl: http://127.0.0.1:%d
                                  internal: true
                                  criticality: critical
                                  limits: [{ requests: 50, per: 1s }]
                                  operations: { list: { get: /list } }
                                  degraded: { body: { items: [] } }
                                  probe: { operation: list, every: 1s }
                              dataVolume: { records: 1000000, per: 1d }
                            """.formatted(upstream.port()))
                    .statusCode(201)
                    .body("complete", equalTo(false))
                    .extract()
                    .jsonPath();
            String call = "";
            for (int n = 0; n < 2; n++) {
                call = given().header("Authorization", "Bearer " + created.getString("projectKey"))
                        .contentType(ContentType.JSON)
                        .body("{\"provider\": \"assign-whole\", \"operation\": \"list\"}")
                        .when()
                        .post("/v1/calls")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("id");
            }
            given().contentType(ContentType.JSON)
                    .when()
                    .post("/v1/sweeps")
                    .then()
                    .statusCode(200);

            when().get("/v1/assignments/" + created.getString("id"))
                    .then()
                    .statusCode(200)
                    .body("openPoints", empty())
                    .body("phases.complete", everyItem(equalTo(true)))
                    .body("complete", equalTo(true))
                    .body(
                            "phases[0].successCriteria.find { it.check == 'answered_live' }.evidence",
                            containsString(call));
        }
    }

    @Test
    void websites_get_a_scraper_and_the_request_that_reads_each_page() throws IOException {
        post(ContentType.JSON.toString(), sample("assignment-websites.json"))
                .statusCode(201)
                .body("specialists", contains("scraper-specialist"))
                .body("phases[0].deliverables.tool", contains("example.com", "example.org"))
                .body("openPoints.find { it.subject == 'https://example.com/' }.next.path", equalTo("/v1/scrapes"))
                .body(
                        "openPoints.find { it.subject == 'https://example.com/' }.next.body.selectors.heading",
                        equalTo("h1"));
    }

    @Test
    void the_same_key_with_the_same_request_is_the_same_assignment_and_with_another_it_is_refused() {
        String key = UUID.randomUUID().toString();
        String json = "{\"project\": \"assign-again\", \"requirement\": {\"providers\": [\"crm\"]}}";

        String first = withKey(key, json).statusCode(201).extract().path("id");
        String again = withKey(key, "{ \"requirement\": {\"providers\": [\"crm\"]}, \"project\": \"assign-again\" }")
                .statusCode(201)
                .body("projectKey", nullValue())
                .body(
                        "openPoints.find { it.subject == 'assign-again' }.next.path",
                        equalTo("/v1/projects/assign-again/keys"))
                .extract()
                .path("id");

        assertThat(again).isEqualTo(first);
        withKey(key, json.replace("crm", "erp"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("https://heir.dev/problems/idempotency-key-reused"));
        withKey(" ".repeat(3) + "x".repeat(256), json).statusCode(400).body("flaws.path", contains("Idempotency-Key"));
    }

    @Test
    void who_lost_the_answer_with_the_projects_key_is_told_how_to_get_another() {
        // As an instance leaves it that died before the assignment was stored.
        var _ = projects.create(new Project("assign-died", Tier.IMPORTANT, Optional.empty()));

        String json = "{\"project\": \"assign-died\", \"requirement\": {\"providers\": [\"crm\"]}}";
        String path = withKey(UUID.randomUUID().toString(), json)
                .statusCode(201)
                .body("projectKey", nullValue())
                .body("openPoints.find { it.subject == 'assign-died' }.next.method", equalTo("POST"))
                .extract()
                .path("openPoints.find { it.subject == 'assign-died' }.next.path");

        given().post(path).then().statusCode(201).body("key", startsWith("io_"));
    }

    @Test
    void a_bad_document_is_refused_with_all_its_flaws_and_nothing_is_registered() {
        post("application/yaml", """
                        project: assign-bad
                        requirement:
                          providers: [{ provider: assign-bad-one, baseUrl: "https://u:p@x.example" }, { provider: assign-good, baseUrl: "https://x.example" }]
                          realTime: perhaps
                          urgency: high
                        """)
                .statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "flaws.path",
                        hasItems("requirement.providers[0].baseUrl", "requirement.realTime", "requirement.urgency"));

        assertThat(projects.find("assign-bad")).isEmpty();
        assertThat(providers.find("assign-good")).isEmpty();
    }

    @Test
    void a_document_that_would_replace_another_is_kept_back_and_told() {
        String json = "{\"project\": \"assign-kept\", \"requirement\": {\"providers\":"
                + " [{\"provider\": \"assign-kept\", \"baseUrl\": \"https://one.example\"}]}}";
        post("application/json", json).statusCode(201).body("providers.assign-kept", equalTo("REGISTERED"));
        post("application/json", json).statusCode(201).body("providers.assign-kept", equalTo("UNCHANGED"));

        post("application/json", json.replace("one.example", "two.example"))
                .statusCode(201)
                .body("providers.assign-kept", equalTo("KEPT_OTHER"))
                .body("openPoints[0].next.path", equalTo("/v1/providers/assign-kept"))
                .body("openPoints[0].next.body.baseUrl", equalTo("https://two.example"));

        assertThat(providers.find("assign-kept").orElseThrow().baseUrl()).hasHost("one.example");
    }

    @Test
    void an_assignment_that_is_not_there_is_not_found() {
        when().get("/v1/assignments/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        when().get("/v1/assignments/nonsense").then().statusCode(404);
    }

    private static ValidatableResponse post(String type, String body) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(type, ContentType.TEXT)))
                .contentType(type)
                .body(body)
                .when()
                .post("/v1/assignments")
                .then();
    }

    private static ValidatableResponse withKey(String key, String json) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(json)
                .when()
                .post("/v1/assignments")
                .then();
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("infra/samples", name));
    }
}
