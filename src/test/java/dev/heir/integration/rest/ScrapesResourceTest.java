package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.ProviderDocuments;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.Scrapes;
import dev.heir.integration.scrape.Website;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(OwnServer.class)
class ScrapesResourceTest {

    @Inject
    Scrapes scrapes;

    @Inject
    Projects projects;

    @Inject
    ProviderDocuments providers;

    @Inject
    Ledger ledger;

    private Website site;
    private String key;

    @BeforeEach
    void start() throws IOException {
        site = new Website();
        key = key("scraper");
        providers.put("loopback-site", Map.of("baseUrl", site.url("/").toString(), "internal", true));
    }

    @AfterEach
    void stop() {
        site.close();
        providers.remove("loopback-site");
        projects.remove("scraper");
        projects.remove("stranger");
    }

    @Test
    void pages_are_handed_in_fetched_and_found_and_each_request_stands_in_the_ledger() {
        site.with("/prices", 200, "<title>Prices</title><p class=price>12</p><a href='/next'>next</a>");
        String body = "{\"pages\": [\"" + site.url("/prices") + "\"], \"selectors\": {\"price\": \".price\"}}";

        String id = caller().body(body)
                .post("/v1/scrapes")
                .then()
                .statusCode(202)
                .header("Location", containsString("/v1/scrapes/"))
                .body("dprId", containsString("INTEGRATION.SCRAPER.WEB_SCRAPING.SCRAPE.20000."))
                .extract()
                .path("id");
        caller().get("/v1/scrapes/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("WORKING"))
                .body("pages[0].state", equalTo("WAITING"));
        assertThat(scrapes.fetch(List.of(new Message(
                        "1",
                        "{\"url\": \"" + site.url("/prices")
                                + "\", \"selectors\": {\"price\": \".price\"}, \"project\": \"scraper\", \"scrape\": \""
                                + id + "\"}"))))
                .isEmpty();

        caller().get("/v1/scrapes/" + id)
                .then()
                .body("state", equalTo("DONE"))
                .body("states.FETCHED", equalTo(1))
                .body("pages[0].content.title", equalTo("Prices"))
                .body("pages[0].content.values.price[0]", equalTo("12"))
                .body("pages[0].links[0].url", equalTo(site.url("/next").toString()))
                .body("pages[0].reason", nullValue())
                .body("next", nullValue());
        String page = new DprId("scraper", "web_scraping", site.url("/").host(), 2).toString();
        assertThat(ledger.find("scraper", page).orElseThrow().call().operation())
                .isEqualTo("GET /prices");
    }

    @Test
    void a_page_that_a_provider_fetches_is_asked_of_it_alone_once_robots_txt_was_asked_by_us() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer firecrawl = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        firecrawl.createContext("/v2/scrape", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] page = ("{\"success\": true, \"data\": {\"rawHtml\": \"<title>Chairs</title>\", \"metadata\":"
                            + " {\"statusCode\": 200, \"url\": \"" + site.url("/chairs") + "\"}}}")
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getResponseHeaders().set("content-type", "application/json");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        firecrawl.start();
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private");
        try {
            providers.put(
                    "firecrawl",
                    Map.of(
                            "baseUrl",
                            "http://127.0.0.1:" + firecrawl.getAddress().getPort(),
                            "internal",
                            true,
                            "operations",
                            Map.of("fetch-page", Map.of("post", "/v2/scrape", "timeout", "30s"))));

            for (String path : List.of("/chairs", "/private/chairs")) {
                String id = caller().body("{\"pages\": [\"" + site.url(path) + "\"], \"crawlDelay\": \"0s\","
                                + " \"fetch\": {\"provider\": \"firecrawl\"}}")
                        .post("/v1/scrapes")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
                ended(id);
                caller().get("/v1/scrapes/" + id)
                        .then()
                        .body("pages[0].state", equalTo(path.equals("/chairs") ? "FETCHED" : "REFUSED"))
                        .body("pages[0].fetch.by", path.equals("/chairs") ? equalTo("firecrawl") : nullValue());
            }

            assertThat(asked).singleElement().asString().contains("\"proxy\":\"basic\"", "IntegrationOrchestrator/");
            assertThat(site.paths()).containsExactly("/robots.txt");
        } finally {
            firecrawl.stop(0);
            providers.remove("firecrawl");
        }
    }

    private void ended(String id) {
        Instant end = Clock.systemUTC().instant().plusSeconds(60);
        while (!"DONE".equals(caller().get("/v1/scrapes/" + id).path("state"))) {
            assertThat(Clock.systemUTC().instant()).isBefore(end);
            scrapes.work(Duration.ofSeconds(40));
        }
    }

    @Test
    void what_a_scrape_cannot_have_its_pages_fetched_by_is_refused_when_it_is_handed_in() {
        for (String fetch : List.of("\"stealth\"", "{\"provider\": \"nobody\"}", "{}", "{\"proxy\": \"x\"}")) {
            caller().body("{\"pages\": [\"" + site.url("/a") + "\"], \"fetch\": " + fetch + "}")
                    .post("/v1/scrapes")
                    .then()
                    .statusCode(400)
                    .body(containsString("fetch"));
        }
    }

    @Test
    void a_host_whose_owner_opted_out_is_not_asked_until_that_is_taken_back() {
        site.with("/prices", 200, "<title>Prices</title>");
        String message = "{\"url\": \"" + site.url("/prices") + "\", \"project\": \"scraper\"}";
        RestAssured.given()
                .contentType("application/json")
                .body("{\"reason\": \"asked by mail\", \"toldBy\": \"Ann\"}")
                .put("/v1/opt-outs/127.0.0.1")
                .then()
                .statusCode(201)
                .body("subdomains", equalTo(true));
        try {
            assertThat(scrapes.fetch(List.of(new Message("1", message)))).isEmpty();
            assertThat(site.paths()).isEmpty();
            caller().body("{\"pages\": [\"" + site.url("/prices") + "\"]}")
                    .post("/v1/scrapes")
                    .then()
                    .statusCode(400)
                    .body("flaws[0].path", equalTo("pages[0]"))
                    .body("flaws[0].reason", containsString("opted out: 127.0.0.1"));
            RestAssured.given()
                    .get("/v1/opt-outs")
                    .then()
                    .body("items.find { it.host == '127.0.0.1' }.toldBy", equalTo("Ann"));
            RestAssured.given()
                    .get("/v1/audit?kind=opt-out")
                    .then()
                    .body("items[0].object", equalTo("127.0.0.1"))
                    .body("items[0].action", equalTo("CREATE"));
        } finally {
            RestAssured.given().delete("/v1/opt-outs/127.0.0.1").then().statusCode(204);
        }
        RestAssured.given().get("/v1/opt-outs/127.0.0.1").then().statusCode(404);
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .put("/v1/opt-outs/https:nonsense")
                .then()
                .statusCode(400);
    }

    @Test
    void a_private_address_is_asked_only_where_it_is_registered_as_internal() {
        providers.put("loopback-site", Map.of("baseUrl", site.url("/").toString()));

        String message = "{\"url\": \"" + site.url("/private-address") + "\", \"project\": \"scraper\"}";
        assertThat(scrapes.fetch(List.of(new Message("1", message)))).isEmpty();

        assertThat(site.visits()).isEmpty();
        caller().get("/v1/scrapes?limit=1").then().body("items[0].states.FAILED", equalTo(1));
    }

    @Test
    void the_same_key_takes_the_same_pages_on_once() {
        String body = "{\"pages\": [\"https://example.com/\"]}";
        String first = caller().header("Idempotency-Key", "once")
                .body(body)
                .post("/v1/scrapes")
                .path("id");

        caller().header("Idempotency-Key", "once")
                .body(body)
                .post("/v1/scrapes")
                .then()
                .statusCode(202)
                .body("id", equalTo(first));
        caller().header("Idempotency-Key", "once")
                .body("{\"pages\": [\"https://example.com/other\"]}")
                .post("/v1/scrapes")
                .then()
                .statusCode(422);
        for (String bad : List.of("\" \"", "x".repeat(5_000))) {
            caller().header("Idempotency-Key", bad)
                    .body(body)
                    .post("/v1/scrapes")
                    .then()
                    .statusCode(400)
                    .body("flaws.path", hasItems("Idempotency-Key"));
        }
    }

    @Test
    void what_is_wrong_is_named_and_nobody_sees_anothers_scrape() {
        caller().body("{\"pages\": [\"ftp://example.com\"], \"selectors\": {\"x\": \"[\"}, \"project\": \"scraper\"}")
                .post("/v1/scrapes")
                .then()
                .statusCode(400)
                .body("flaws.path", hasItems("pages[0]", "selectors.x"));
        caller().body("{\"pages\": [\"https://example.com/\"], \"project\": \"stranger\"}")
                .post("/v1/scrapes")
                .then()
                .statusCode(400)
                .body("flaws.path", hasItems("project"));
        String id = caller().body("{\"pages\": [\"https://example.com/\"]}")
                .post("/v1/scrapes")
                .path("id");
        String stranger = key("stranger");

        given().header("Authorization", "Bearer " + stranger)
                .get("/v1/scrapes/" + id)
                .then()
                .statusCode(404);
        given().get("/v1/scrapes/" + id).then().statusCode(401);
        caller().get("/v1/scrapes/no-uuid").then().statusCode(404);
        caller().get("/v1/scrapes/" + id + "?cursor=nonsense").then().statusCode(400);
    }

    @Test
    void a_table_has_a_column_for_each_field_with_the_currency_of_money() {
        site.with("/typed", 200, "<h1>Lamp</h1><p class=price>€ 1.299,00</p><ul><li>red<li>blue</ul>");
        String id = caller().body("{\"pages\": [\"" + site.url("/typed") + "\"], \"fields\": {\"name\": \"h1\","
                        + " \"colours\": {\"css\": \"li\", \"type\": \"LIST\"},"
                        + " \"price\": {\"css\": \".price\", \"type\": \"MONEY\"}}}")
                .post("/v1/scrapes")
                .path("id");
        ended(id);

        assertThat(caller().get("/v1/scrapes/" + id + "/pages?format=csv").asString())
                .startsWith("url,state,at,status,fetchedAt,reason,title,cursor,field.colours,field.name,field.price,"
                        + "field.price.unit,kept\r\n")
                .endsWith("\"red\nblue\",Lamp,1299.00,EUR,\r\n");
    }

    @Test
    void all_pages_of_a_scrape_are_exported_as_lines_and_as_a_table_without_formulas() {
        site.with("/one", 200, "<title>=1+1</title><p class=price>12,50</p><p class=price>a \"b\"</p>");
        String id = caller().body("{\"pages\": [\"" + site.url("/one") + "\", \"https://example.com/later\"],"
                        + " \"selectors\": {\"price\": \".price\"}}")
                .post("/v1/scrapes")
                .path("id");
        assertThat(scrapes.fetch(List.of(new Message(
                        "1",
                        "{\"url\": \"" + site.url("/one")
                                + "\", \"selectors\": {\"price\": \".price\"}, \"project\": \"scraper\", \"scrape\": \""
                                + id + "\"}"))))
                .isEmpty();

        String lines = caller().get("/v1/scrapes/" + id + "/pages")
                .then()
                .statusCode(200)
                .contentType("application/jsonl")
                .extract()
                .asString();
        String table = caller().get("/v1/scrapes/" + id + "/pages?format=csv")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("scrape-" + id + ".csv"))
                .extract()
                .asString();

        assertThat(lines.lines()).hasSize(2);
        assertThat(lines.lines().findFirst().orElseThrow())
                .contains("\"state\":\"FETCHED\"", "\"values\":{\"price\":[\"12,50\",\"a \\\"b\\\"\"]}");
        assertThat(table).startsWith("url,state,at,status,fetchedAt,reason,title,cursor,value.price\r\n");
        assertThat(table).contains("\"'=1+1\"").contains("\"12,50\na \"\"b\"\"\"\r\n");
        String cursor = JsonPath.from(lines.lines().findFirst().orElseThrow()).getString("cursor");
        assertThat(caller().get("/v1/scrapes/" + id + "/pages?limit=1&cursor=" + cursor)
                        .asString()
                        .lines())
                .singleElement()
                .asString()
                .contains("https://example.com/later", "WAITING");
        caller().get("/v1/scrapes/" + id + "/pages?format=xls").then().statusCode(400);
        caller().get("/v1/scrapes/" + id + "/pages?limit=0").then().statusCode(400);
        OwnServer.withKey(key("stranger"))
                .get("/v1/scrapes/" + id + "/pages")
                .then()
                .statusCode(404);
        caller().get("/v1/scrapes?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].id", equalTo(id))
                .body("items[0].state", equalTo("WORKING"))
                .body("items[0].states.FETCHED", equalTo(1));
    }

    private RequestSpecification caller() {
        return OwnServer.withKey(key);
    }

    private String key(String project) {
        projects.remove(project);
        return projects.put(new Project(project, Tier.IMPORTANT, Optional.empty()))
                .orElseThrow()
                .text();
    }
}
