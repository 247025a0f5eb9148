package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider is registered, answers, breaks, is escalated and resolved, over HTTP and against a real upstream. */
@QuarkusTest
@ExtendWith(OwnServer.class)
class HealthAndReportTest {

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private static volatile int status = 200;

    @Inject
    DataSource database;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/", exchange -> {
            say(exchange, status, "{\"celsius\":7}");
        });
    }

    /** RestAssured would ask the mock of Lambda's server, which the Lambda extension starts beside ours. */
    @BeforeEach
    void askOurServer() {
        status = 200;
    }

    @Test
    void a_provider_is_probed_judged_escalated_and_learnt_from() {
        String key = register("weather", "news");

        sweep();
        probes("weather").body("items", hasSize(1)).body("items[0].attempts[0].status", equalTo(200));
        standing("weather")
                .body("standing.colour", equalTo("GREEN"))
                .body("standing.phase", equalTo("OPERATE"))
                .body("standing.attempts", equalTo(1))
                .body("standing.availability", equalTo(1.0f))
                .body("standing.responseTime.p95Millis", notNullValue())
                .body("standing.window.until", notNullValue());
        sweep();
        probes("weather").body("items", hasSize(1));

        status = 503;
        for (int i = 0; i < 2; i++) {
            call(key, "weather", "2s").statusCode(greaterThanOrEqualTo(500));
        }
        sweep();
        standing("weather")
                .body("standing.colour", equalTo("RED"))
                .body("standing.phase", equalTo("REPAIR"))
                .body("standing.outage.since", notNullValue())
                .body("changes.colour", contains("RED", "GREEN"));

        String id = escalation("weather");
        when().get("/v1/escalations/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("OPEN"))
                .body("urgency", equalTo("HIGH"))
                .body("issueType.pattern", equalTo("API_FAILURE"))
                .body("issueType.symptom", equalTo("SERVICE_UNAVAILABLE"))
                .body("issueType.triggers", hasItems("STRIKE_THREE", "REPEATED_SIGNATURE"))
                .body("issueType.section", equalTo("integration.external.apis"))
                .body("businessImpact.callsLetDown", equalTo(2))
                .body("businessImpact.byTierAndProject[0].tier", equalTo("CRITICAL"))
                .body("businessImpact.byTierAndProject[0].project", equalTo("news"))
                .body("affectedIntegrations.projects[0].project", equalTo("news"))
                .body("attemptedSolutions.remedy", hasItem("RETRY_WITH_BACKOFF"))
                .body("specialistRecommendations.what", hasItem(containsString("declare a 'fallback' provider")))
                .body("alternatives", hasSize(0))
                .body("costImplications.pricePerCall", equalTo("0.01 EUR"))
                .body("costImplications.callsLetDown", equalTo("0.02 EUR"))
                .body("resolved", nullValue());

        post("/v1/escalations/" + id + "/acknowledge", Map.of("by", "ada"))
                .statusCode(200)
                .body("status", equalTo("ACKNOWLEDGED"));
        post("/v1/escalations/weather:API_FAILURE/acknowledge", Map.of("by", "grace"))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("already acknowledged by ada"));
        status = 200;
        post("/v1/escalations/" + id + "/resolve", Map.of("by", "ada", "resolution", "asked them to restart it"))
                .statusCode(200)
                .body("status", equalTo("RESOLVED"))
                .body("resolved.by", equalTo("ada"));
        post("/v1/escalations/" + id + "/resolve", Map.of("by", "grace", "resolution", "something else"))
                .statusCode(409);

        given().queryParam("provider", "weather")
                .get("/v1/knowledge")
                .then()
                .statusCode(200)
                .body("items.resolutions.flatten().resolution", hasItem("asked them to restart it"));
        given().queryParam("limit", 200)
                .get("/v1/health")
                .then()
                .statusCode(200)
                .body("items.provider", hasItem("weather"));
    }

    @Test
    void the_ledger_is_read_page_by_page_with_attempts_strikes_and_section() {
        String key = register("tides", "harbour");
        for (int i = 0; i < 3; i++) {
            call(key, "tides").statusCode(200);
        }

        JsonPath first = given().queryParam("provider", "tides")
                .queryParam("limit", 2)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].section", equalTo("integration.external.apis"))
                .body("items[0].attempts[0].status", equalTo(200))
                .body("items[0].strikes", hasSize(0))
                .extract()
                .jsonPath();
        assertThat(first.getString("items[0].id")).endsWith(".TIDES.20000.003");
        given().queryParam("provider", "tides")
                .queryParam("limit", 2)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("items.id", hasSize(1))
                .body("items[0].id", containsString(".TIDES.20000.001"))
                .body("next", nullValue());
        given().queryParam("since", "yesterday")
                .get("/v1/ledger")
                .then()
                .statusCode(400)
                .body("flaws.path", contains("since"));
        given().queryParam("symptom", "bored")
                .get("/v1/ledger")
                .then()
                .statusCode(400)
                .body("flaws[0].reason", containsString("TIMEOUT"));
    }

    @Test
    void a_report_says_what_there_is_and_where_there_is_nothing_yet() {
        String key = register("rivers", "harbour-master");
        call(key, "rivers").statusCode(200);
        sweep();

        when().get("/v1/report")
                .then()
                .statusCode(200)
                .body("projectStatus.project", hasItem("harbour-master"))
                .body("apiHealth.provider", hasItem("rivers"))
                .body("dataQuality", equalTo("nothing yet"))
                .body("rateLimitStatus.provider", hasItem("rivers"))
                .body("cost.find { it.project == 'harbour-master' }.amount", equalTo("0.01 EUR"))
                .body("orbtStatus.OPERATE", hasItem("rivers"))
                .body(
                        "keySet()",
                        hasItems(
                                "projectStatus",
                                "specialistAssignments",
                                "deliverables",
                                "apiHealth",
                                "dataQuality",
                                "rateLimitStatus",
                                "cost",
                                "orbtStatus",
                                "blockingIssues",
                                "handoffReadiness",
                                "knowledgeCaptured"));
        String markdown = given().accept("text/markdown")
                .get("/v1/report")
                .then()
                .statusCode(200)
                .contentType(containsString("text/markdown"))
                .extract()
                .asString();
        assertThat(markdown)
                .startsWith("# Integration report\n")
                .contains("## Project status\n\n| Project | Calls |")
                .contains("## Data quality\n\nnothing yet\n")
                .contains("harbour-master");
    }

    @Test
    void standings_are_listed_page_by_page() {
        register("meadow", "farm-a");
        register("meadow-too", "farm-b");
        sweep();

        JsonPath first = given().queryParam("limit", 1)
                .get("/v1/health")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .jsonPath();
        String second = given().queryParam("limit", 1)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/health")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].provider");
        assertThat(second).isGreaterThan(first.getString("items[0].provider"));
        when().get("/v1/health?limit=0").then().statusCode(400);
    }

    @Test
    void a_report_that_shows_only_the_newest_assignments_says_of_how_many() {
        for (int i = 0; i < 11; i++) {
            given().contentType(ContentType.JSON)
                    .body(Map.of("project", "abridged", "requirement", Map.of("providers", List.of("crm"))))
                    .post("/v1/assignments")
                    .then()
                    .statusCode(201);
        }

        when().get("/v1/report")
                .then()
                .statusCode(200)
                .body("specialistAssignments", hasSize(10))
                .body("abridged.specialistAssignments", startsWith("those of 10 of "));
    }

    @Test
    void a_report_written_while_our_own_network_is_down_says_so() throws SQLException {
        troubled(true);
        try {
            when().get("/v1/report").then().statusCode(200).body("ownTrouble", equalTo(true));
            when().get("/v1/health").then().statusCode(200).body("ownTrouble", equalTo(true));
        } finally {
            troubled(false);
        }
        when().get("/v1/report").then().statusCode(200).body("ownTrouble", equalTo(false));
    }

    private void troubled(boolean troubled) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE sweep SET troubled = " + troubled))
                    .isEqualTo(1);
        }
    }

    @Test
    void what_is_asked_wrongly_is_answered_with_its_flaws() {
        when().get("/v1/escalations/none").then().statusCode(404);
        given().queryParam("status", "asleep")
                .get("/v1/escalations")
                .then()
                .statusCode(400)
                .body("flaws[0].reason", containsString("OPEN, ACKNOWLEDGED, RESOLVED"));
        post("/v1/escalations/none/acknowledge", Map.of("by", "ada", "note", "x"))
                .statusCode(400)
                .body("flaws.path", contains("note"));
        post("/v1/escalations/none/resolve", Map.of("by", "ada", "resolution", "x", "remedie", "QUEUE"))
                .statusCode(400)
                .body("flaws.path", contains("remedie"));
        post("/v1/escalations/none/resolve", Map.of("by", "", "remedy", "PRAYER"))
                .statusCode(400)
                .body("flaws", not(hasSize(0)));
        when().get("/v1/health/nobody").then().statusCode(404);
    }

    @Test
    void a_provider_that_nobody_asked_is_not_called_well_without_saying_that_nothing_was_seen() {
        OwnServer.provider("unseen", "baseUrl: http://127.0.0.1:%d\ninternal: true\n".formatted(upstream.port()));
        sweep();
        standing("unseen").body("standing.colour", equalTo("GREEN")).body("standing.seen", equalTo(false));
    }

    /**
     * Each at an address of its own: what opens the circuit of one must not keep the others from being asked.
     *
     * @return the project's key
     */
    private String register(String provider, String project) {
        OwnServer.provider(provider, """
                        baseUrl: http://127.0.0.1:%d/%s
                        internal: true
                        limits: [{ requests: 100, per: 1s }]
                        price: { perCall: 0.01 EUR }
                        probe: { operation: now, every: 1h }
                        operations: { now: { get: /now }, later: { get: /later } }
                        """.formatted(upstream.port(), provider));
        return OwnServer.key(project);
    }

    private static ValidatableResponse call(String key, String provider) {
        return call(key, provider, "20s");
    }

    private static ValidatableResponse call(String key, String provider, String deadline) {
        return OwnServer.withKey(key)
                .body(Map.of("provider", provider, "operation", "later", "tier", "CRITICAL", "deadline", deadline))
                .post("/v1/calls")
                .then();
    }

    private static ValidatableResponse sweep() {
        return when().post("/v1/sweeps").then().statusCode(200);
    }

    private static ValidatableResponse probes(String provider) {
        return given().queryParam("provider", provider)
                .queryParam("project", "orchestrator")
                .get("/v1/ledger")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse standing(String provider) {
        return when().get("/v1/health/" + provider).then().statusCode(200);
    }

    private static String escalation(String provider) {
        return when().get("/v1/escalations?status=open")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("items.find { it.provider == '" + provider + "' }.id");
    }

    private static ValidatableResponse post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }
}
