package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Declared limits and budgets over HTTP, against a real upstream and a real PostgreSQL. */
@QuarkusTest
@ExtendWith(OwnServer.class)
class QuotasResourceTest {

    private final AtomicInteger arrived = new AtomicInteger();

    @AutoClose
    private final Upstream upstream = new Upstream();

    private String key = "";

    @BeforeEach
    void listen() throws IOException {
        upstream.on("/", exchange -> {
            arrived.incrementAndGet();
            say(exchange, 200, "{}");
        });
        key = OwnServer.key("quota-test", "{\"defaultTier\":\"critical\"}");
    }

    private void provider(String id, String limits) {
        OwnServer.provider(id, """
                        baseUrl: http://127.0.0.1:%d
                        internal: true
                        operations: { order: { post: /orders } }
                        %s
                        """.formatted(upstream.port(), limits));
    }

    private ValidatableResponse order(String provider) {
        return OwnServer.withKey(key)
                .body("{\"provider\":\"" + provider
                        + "\",\"operation\":\"order\",\"wait\":false,\"defer\":false,\"deadline\":\"5s\"}")
                .post("/v1/calls")
                .then();
    }

    @Test
    void a_full_limit_refuses_and_says_which_one_and_when_to_come_back() {
        provider("quota-limit", "limits: [{ requests: 3, per: 1h }]");
        for (int i = 2; i >= 0; i--) {
            order("quota-limit")
                    .statusCode(200)
                    .header("RateLimit", matchesPattern("\"3 requests per 1h\";r=" + i + ";t=3[56]\\d\\d"))
                    .header("RateLimit-Policy", equalTo("\"3 requests per 1h\";q=3;w=3600"));
        }
        order("quota-limit")
                .statusCode(429)
                .contentType("application/problem+json")
                .body("limit", equalTo("3 requests per 1h"))
                .body("symptom", equalTo("THROTTLING_ACTIVE"))
                .body("retryAt", notNullValue())
                .header("Retry-After", notNullValue())
                .header("RateLimit", matchesPattern("\"3 requests per 1h\";r=0;t=3[56]\\d\\d"));
        assertThat(arrived).hasValue(3);
        when().get("/v1/quotas?provider=quota-limit")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].scope", equalTo("quota-limit"))
                .body("items[0].windows[0].per", equalTo("1h"))
                .body("items[0].windows[0].limit", equalTo(3))
                .body("items[0].windows[0].free", equalTo(0));
    }

    @Test
    void a_budget_is_spent_to_the_cent_and_never_passed() {
        provider("quota-money", """
                price: { perCall: 0.004 USD }
                monthlyBudget: 0.01 USD
                """);
        order("quota-money").statusCode(200).body("cost", equalTo("0.004 USD"));
        order("quota-money").statusCode(200);
        order("quota-money")
                .statusCode(429)
                .body("symptom", equalTo("QUOTA_EXCEEDED"))
                .body("limit", equalTo("0.01 USD a month for provider quota-money"));
        assertThat(arrived).hasValue(2);
        when().get("/v1/quotas?provider=quota-money")
                .then()
                .body("items.scope", hasItems("budget:provider:quota-money:USD"));
    }

    @Test
    void decisions_are_metered() {
        provider("quota-meter", "limits: [{ requests: 1, per: 1h }]");
        double admitted = metered("admitted");
        double refused = metered("refused");
        order("quota-meter").statusCode(200);
        order("quota-meter").statusCode(429);
        assertThat(metered("admitted")).isGreaterThanOrEqualTo(admitted + 1);
        assertThat(metered("refused")).isGreaterThanOrEqualTo(refused + 1);
    }

    private static double metered(String outcome) {
        return when().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("integration_quota_decisions_total") && line.contains(outcome))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0); // nothing of its kind was decided yet
    }

    @Test
    void pages_follow_each_other() {
        provider("quota-page-a", "limits: [{ requests: 3, per: 1h }]");
        provider("quota-page-b", "limits: [{ requests: 3, per: 1h }]");
        order("quota-page-a").statusCode(200);
        order("quota-page-b").statusCode(200);
        String next = when().get("/v1/quotas?limit=1")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("next");
        when().get("/v1/quotas?limit=200&cursor=" + next)
                .then()
                .statusCode(200)
                .body("items.scope", everyItem(notNullValue()));
        when().get("/v1/quotas?limit=0").then().statusCode(400);
    }
}
