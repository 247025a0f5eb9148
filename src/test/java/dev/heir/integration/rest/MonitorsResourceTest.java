package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.heir.integration.credential.Redaction;
import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.provider.ProviderDocuments;
import dev.heir.integration.scrape.Scrapes;
import dev.heir.integration.scrape.Website;
import dev.heir.integration.scrape.monitor.Monitors;
import dev.heir.integration.scrape.monitor.Receiver;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(OwnServer.class)
class MonitorsResourceTest {

    @Inject
    Monitors monitors;

    @Inject
    Scrapes scrapes;

    @Inject
    ProviderDocuments providers;

    @Inject
    AgroalDataSource database;

    @Inject
    Redaction redaction;

    private Website site;

    @BeforeEach
    void start() throws IOException {
        site = new Website();
        providers.put("loopback-site", Map.of("baseUrl", site.url("/").toString(), "internal", true));
    }

    @AfterEach
    void stop() {
        given().delete("/v1/monitors/chairs");
        site.close();
        providers.remove("loopback-site");
    }

    @Test
    void a_monitor_is_created_under_a_name_that_nobody_uses() {
        String document = "{\"monitor\": \"chairs\", \"pages\": [\"" + site.url("/chair") + "\"]}";
        given().contentType("application/json")
                .body(document)
                .post("/v1/monitors")
                .then()
                .statusCode(201)
                .body("monitor", equalTo("chairs"));
        given().contentType("application/json")
                .body(document)
                .post("/v1/monitors")
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body(document.replace("/chair", "/table"))
                .post("/v1/monitors")
                .then()
                .statusCode(409)
                .body("detail", equalTo("PUT /v1/monitors/chairs changes it"));
        given().contentType("application/json")
                .body("{\"pages\": [\"" + site.url("/chair") + "\"]}")
                .post("/v1/monitors")
                .then()
                .statusCode(400)
                .body("flaws[0].path", equalTo("monitor"));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void a_person_puts_a_monitor_and_is_told_of_the_change_once() {
        site.with("/hook/of-nobody-else", 200, "thanks");
        serve("EUR 50,00");
        String document = """
                pages: [%s]
                every: 1h
                competitors: { "%s": Shop A }
                fields: { price: .price }
                watch: { blocks: [main] }
                notify: { webhook: "%s" }
                """.formatted(site.url("/chair"), site.url("/").host(), site.url("/hook/of-nobody-else"));
        String secret = OwnServer.putYaml("/v1/monitors/chairs", document)
                .statusCode(201)
                .body("monitor", equalTo("chairs"))
                .extract()
                .path("webhookSecret");
        OwnServer.putYaml("/v1/monitors/chairs", document).statusCode(200).body("webhookSecret", nullValue());
        for (int i = 0; i < 8; i++) {
            look();
        }
        given().get("/v1/monitors/chairs/changes").then().statusCode(200).body("items", hasSize(0));

        serve("EUR 45,00");
        for (int i = 0; i < 3; i++) {
            look();
        }

        given().get("/v1/monitors/chairs/changes")
                .then()
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("FIELD_CHANGED"))
                .body("items[0].competitor", equalTo("Shop A"))
                .body("items[0].percent", equalTo(-10.0f))
                .body("items[0].diff", equalTo("EUR <del>50,00</del> <ins>45,00</ins>"));
        given().get("/v1/monitors/chairs/looks")
                .then()
                .body("items", hasSize(11))
                .body("items.verdict", hasItems("SAME", "CHANGED"));
        given().get("/v1/monitors/chairs/series?field=price")
                .then()
                .body("", hasSize(11))
                .body("[10].amount", equalTo(45.0f));
        assertThat(given().get("/v1/monitors/chairs/series.csv?field=price").asString())
                .startsWith("at,competitor,url,field,amount,text\r\n")
                .contains("Shop A");
        given().get("/v1/monitors/chairs/chart.svg?field=price")
                .then()
                .contentType("image/svg+xml")
                .body(containsString("Shop A"));
        assertThat(site.paths()).containsOnlyOnce("/hook/of-nobody-else");
        for (String place :
                List.of("/v1/monitors/chairs", "/v1/monitors", "/v1/ledger?limit=200", "/v1/audit?kind=monitor")) {
            given().get(place)
                    .then()
                    .statusCode(200)
                    .body(not(containsString("of-nobody-else")))
                    .body(not(containsString(secret.substring(6))));
        }
        assertThat(redaction.mask("it is " + secret)).doesNotContain(secret.substring(6));
        assertThat(isSigned(secret)).isTrue();
        assertThat(isSigned("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).isFalse();
        given().get("/v1/monitors/chairs").then().body("notify.webhook", equalTo(site.url("/") + "[secret]"));
        given().get("/v1/ledger?limit=200").then().body("items.operation", hasItems("POST webhook"));

        String next = given().post("/v1/monitors/chairs/secrets")
                .then()
                .statusCode(201)
                .body("monitor", equalTo("chairs"))
                .extract()
                .path("webhookSecret");
        serve("EUR 40,00");
        for (int i = 0; i < 3; i++) {
            look();
        }
        assertThat(site.posts()).hasSize(2);
        assertThat(next).isNotEqualTo(secret);
        assertThat(isSigned(secret)).as("during the overlap").isTrue();
        assertThat(isSigned(next)).isTrue();
        given().post("/v1/monitors/nobodys/secrets").then().statusCode(404);
        given().get("/v1/audit?kind=monitor-secret&object=chairs")
                .then()
                .statusCode(200)
                .body("items.action", hasItems("CREATE", "CHANGE"))
                .body(not(containsString(next.substring(6))));
        OwnServer.putYaml("/v1/monitors/chairs", """
                pages: [https://example.com]
                notify: { webhook: "https://hooks.example/[secret]" }
                """).statusCode(400).body("flaws.path", hasItems("notify.webhook"));
    }

    @Test
    void what_is_wrong_with_a_monitor_is_named() throws IOException {
        OwnServer.putYaml("/v1/monitors/chairs", """
                pages: [ftp://example.com]
                every: 1s
                fields: { price: "[" }
                wach: {}
                ignore: ["/(/"]
                notify: { webhook: here, atLeast: { stock: much } }
                """)
                .statusCode(400)
                .body(
                        "flaws.path",
                        hasItems(
                                "pages[0]",
                                "every",
                                "fields.price",
                                "wach",
                                "ignore[0]",
                                "notify.webhook",
                                "notify.atLeast.stock"));
        given().get("/v1/monitors/chairs").then().statusCode(404);
        OwnServer.putYaml("/v1/monitors/chairs", Files.readString(Path.of("infra/samples/monitor.yaml")))
                .statusCode(201);
        given().get("/v1/monitors/chairs").then().statusCode(200).body("every", equalTo("6h"));
        given().delete("/v1/monitors/chairs").then().statusCode(204);
        given().delete("/v1/monitors/chairs").then().statusCode(404);
    }

    /** Whether the last notice is, to those who know this secret. */
    private boolean isSigned(String secret) {
        Website.Posted last = site.posts().getLast();
        return Receiver.ofTheSample()
                .believes(
                        secret,
                        last.headers().getOrDefault("webhook-id", ""),
                        last.headers().getOrDefault("webhook-timestamp", ""),
                        last.headers().getOrDefault("webhook-signature", ""),
                        last.body().bytes(),
                        java.time.Instant.now().getEpochSecond());
    }

    private void serve(String price) {
        site.with(
                "/chair",
                200,
                "<title>Chair</title><main><h1>Oak chair</h1><p class=price>" + price
                        + "</p><p>Made by hand.</p></main>");
    }

    /** As if its time had come, and that of the host. */
    private void look() {
        OnPostgres postgres = new OnPostgres(database);
        postgres.change("UPDATE monitor_state SET next_at = clock_timestamp() WHERE monitor = ?", "chairs");
        monitors.work(Duration.ofSeconds(20));
        while (postgres.number(
                                "SELECT count(*) FROM monitor_state s JOIN scrape_page p ON p.scrape = s.run"
                                        + " WHERE p.state = 'WAITING' AND s.monitor = ?",
                                "chairs")
                        .signum()
                > 0) {
            postgres.change(
                    "UPDATE host_clock SET next_at = clock_timestamp() WHERE host = ?",
                    site.url("/").host());
            scrapes.work(Duration.ofSeconds(15));
        }
        monitors.work(Duration.ofSeconds(20));
    }
}
