package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.TierShares;
import dev.heir.integration.report.cost.Reallocation;
import dev.heir.integration.report.cost.Reallocations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that cost money, and what is told of it over HTTP. */
@QuarkusTest
@ExtendWith(OwnServer.class)
class CostsTest {

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @Inject
    Providers providers;

    @Inject
    Reallocations reallocations;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/", exchange -> say(exchange, 200, "{}"));
    }

    @Test
    void what_calls_cost_is_told_with_budgets_and_a_person_is_warned_once() {
        provider("llm");
        String key = OwnServer.key("writer", "{\"monthlyBudget\": {\"amount\": \"0.5 EUR\", \"stop\": \"soft\"}}");
        for (int n = 0; n < 4; n++) {
            call(key, "llm");
        }

        costs("writer")
                .body("month", notNullValue())
                .body("items", hasSize(1))
                .body("items[0].provider", equalTo("llm"))
                .body("items[0].calls", equalTo(4))
                .body("items[0].units.tokens", equalTo(2_000))
                .body("items[0].spent", equalTo("0.44 EUR"))
                .body("items[0].ofProject.spent", contains("0.44 EUR"))
                .body("items[0].ofProject.budget.amount", equalTo("0.5 EUR"))
                .body("items[0].ofProject.budget.stop", equalTo("SOFT"))
                .body("items[0].ofProject.budget.share", equalTo(0.88f))
                .body("items[0].ofProject.budget.forecast.exhausted", equalTo("nothing yet"))
                .body("items[0].ofProvider.bill", equalTo("0.44 EUR"))
                .body("items[0].ofProvider.budget.amount", equalTo("1000 EUR"))
                .body("items[0].savings", hasSize(0))
                .body("next", nullValue());

        when().post("/v1/sweeps").then().statusCode(200);
        when().post("/v1/sweeps").then().statusCode(200);
        List<String> cases = when().get("/v1/escalations")
                .then()
                .extract()
                .jsonPath()
                .getList(
                        "items.findAll { it.triggers.contains('COST_THRESHOLD_EXCEEDED') && it.cause.contains('writer') }.id");
        assertThat(cases).hasSize(1);
        when().get("/v1/escalations/" + cases.getFirst())
                .then()
                .statusCode(200)
                .body("issueType.symptom", equalTo("USAGE_WARNING"))
                .body(
                        "specialistRecommendations.what",
                        hasItem(containsString("88% of the monthly budget of project 'writer' are spent")));
        when().get("/v1/health/llm").then().body("standing.colour", equalTo("GREEN"));
        when().get("/v1/report")
                .then()
                .body("cost.find { it.project == 'writer' }.month", equalTo("0.44 EUR"))
                .body("cost.find { it.project == 'writer' }.budget", equalTo("88% of 0.5 EUR"));
        given().queryParam("project", "writer").get("/v1/ledger").then().body("items[0].units.tokens", equalTo(500));
    }

    @Test
    void shares_that_follow_use_hold_for_the_fleet_and_are_listed_with_their_reason() {
        provider("shared");
        TierShares declared = providers.find("shared").orElseThrow().tiers();
        TierShares better = new TierShares(65, 25, 10, declared.lend(), declared.reallocate());

        assertThat(reallocations.record("shared", new Reallocation(declared, better, "CRITICAL was refused"), true))
                .isTrue();

        long began = System.nanoTime();
        while (!providers.find("shared").orElseThrow().tiers().equals(better)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
        given().queryParam("provider", "shared")
                .get("/v1/costs")
                .then()
                .statusCode(200)
                .body("items", hasSize(0))
                .body("reallocations", hasSize(1))
                .body("reallocations[0].state", equalTo("APPLIED"))
                .body("reallocations[0].from.critical", equalTo(60))
                .body("reallocations[0].to.critical", equalTo(65))
                .body("reallocations[0].reason", equalTo("CRITICAL was refused"));
        when().delete("/v1/providers/shared").then().statusCode(204);
        provider("shared");
        assertThat(providers.find("shared").orElseThrow().tiers()).isEqualTo(declared);
    }

    @Test
    void costs_are_read_in_pages() {
        provider("paged");
        for (String project : List.of("pager-a", "pager-b", "pager-c")) {
            call(OwnServer.key(project), "paged");
        }

        JsonPath first = given().queryParam("provider", "paged")
                .queryParam("limit", 2)
                .get("/v1/costs")
                .then()
                .statusCode(200)
                .body("items.project", contains("pager-a", "pager-b"))
                .extract()
                .jsonPath();
        given().queryParam("provider", "paged")
                .queryParam("limit", 2)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/costs")
                .then()
                .statusCode(200)
                .body("items.project", contains("pager-c"))
                .body("next", nullValue());
        when().get("/v1/costs?cursor=$").then().statusCode(400).body("flaws[0].path", equalTo("cursor"));
        when().get("/v1/costs?limit=0").then().statusCode(400);
    }

    private static io.restassured.response.ValidatableResponse costs(String project) {
        return given().queryParam("project", project).get("/v1/costs").then().statusCode(200);
    }

    private static void provider(String id) {
        OwnServer.provider(id, """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        price: { perCall: 0.06 EUR, perUnit: { tokens: 0.0001 EUR } }
                        monthlyBudget: 1000 EUR
                        tiers: { reallocate: automatic }
                        operations: { ask: { get: /ask, cost: { tokens: 500 } } }
                        """.formatted(upstream.port()));
    }

    private static void call(String key, String provider) {
        OwnServer.withKey(key)
                .body(Map.of("provider", provider, "operation", "ask", "deadline", "5s"))
                .post("/v1/calls")
                .then()
                .statusCode(200);
    }
}
