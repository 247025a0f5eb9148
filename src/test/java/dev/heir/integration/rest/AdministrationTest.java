package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.heir.integration.credential.Credentials;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.outbound.SsrfTable;
import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(OwnServer.class)
class AdministrationTest {

    @Inject
    Providers providers;

    @Inject
    Projects projects;

    @Inject
    Credentials credentials;

    @Inject
    Redaction redaction;

    @Test
    void the_document_of_the_specification_is_put_changed_read_and_removed() throws IOException {
        String shopify = Files.readString(Path.of("infra/samples/provider-shopify.yaml"));

        putYaml("/v1/providers/shopify", shopify)
                .statusCode(201)
                .body("provider", equalTo("shopify"))
                .body("warnings.path", contains("fallback.provider", "fallback.mapping", "credentials"));
        assertThat(providers.find("shopify")).isPresent();
        when().get("/v1/providers/shopify")
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("provider", equalTo("shopify"))
                .body("operations.list-orders.get", equalTo("/orders.json"))
                .body("price.perCall", equalTo("0.0004 USD"));
        putYaml("/v1/providers/shopify", shopify.replace("criticality: high", "criticality: low"))
                .statusCode(200);
        assertThat(providers.find("shopify").orElseThrow().criticality().name()).isEqualTo("LOW");

        when().delete("/v1/providers/shopify").then().statusCode(204);
        assertThat(providers.find("shopify")).isEmpty();
        when().get("/v1/providers/shopify")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is no provider 'shopify'"));
        when().delete("/v1/providers/shopify").then().statusCode(404);
    }

    @Test
    void a_mapping_completes_the_fallback_that_names_it() throws IOException {
        String mapping = Files.readString(Path.of("infra/samples/mapping-orders-mirror.yaml"));
        putYaml("/v1/providers/nobody/mappings/orders-mirror.yaml", mapping).statusCode(404);
        putYaml("/v1/providers/shop", """
                        baseUrl: https://shop.example
                        operations: { list-orders: { get: /orders } }
                        fallback: { provider: mirror, mapping: orders-mirror.yaml }
                        """).statusCode(201);
        assertThat(providers.find("shop").orElseThrow().fallback().orElseThrow().mapping())
                .isEmpty();

        putYaml("/v1/providers/shop/mappings/orders-mirror.yaml", mapping).statusCode(201);

        assertThat(providers.find("shop").orElseThrow().fallback().orElseThrow().mapping())
                .containsKey("list-orders");
        when().get("/v1/providers/shop/mappings/orders-mirror.yaml")
                .then()
                .body("list-orders.response.orders", equalTo("$/items"));
        putYaml("/v1/providers/shop/mappings/bad.yaml", "list-orders: { opertion: x }")
                .statusCode(400)
                .body("flaws.path", hasItems("list-orders.operation", "list-orders.opertion"));
        when().delete("/v1/providers/shop/mappings/orders-mirror.yaml").then().statusCode(204);
        assertThat(providers.find("shop").orElseThrow().fallback().orElseThrow().mapping())
                .isEmpty();
    }

    @Test
    void a_refused_document_changes_nothing_and_every_flaw_is_told() {
        putJson("/v1/providers/broken", """
                        {"baseUrl": "http://10.0.0.1", "limits": [{"requests": 0, "per": "1s"}], "colour": "blue"}
                        """)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("https://heir.dev/problems/invalid-input"))
                .body("flaws.path", hasItems("baseUrl", "limits[0].requests", "colour"))
                .body("flaws.value", hasItems("http://10.0.0.1", "0", "blue"));
        when().get("/v1/providers/broken").then().statusCode(404);
    }

    @Test
    void no_form_of_a_forbidden_address_is_registered() {
        for (SsrfTable.Row row : SsrfTable.rows()) {
            if (row.open() == SsrfTable.Verdict.REFUSED) {
                putJson(
                                "/v1/providers/inside",
                                new JsonObject()
                                        .put("baseUrl", "https://" + row.host())
                                        .encode())
                        .statusCode(400)
                        .body("flaws.path", hasItem("baseUrl"));
            }
        }
        when().get("/v1/providers/inside").then().statusCode(404);
    }

    @Test
    void documents_come_in_json_and_in_yaml_under_each_of_its_names_and_in_nothing_else() {
        for (String type : List.of("application/yaml", "application/x-yaml", "text/yaml; charset=utf-8")) {
            put("/v1/providers/types", "baseUrl: https://a.example", type).statusCode(not(415));
        }
        putJson("/v1/providers/types", "{\"baseUrl\": \"https://a.example\"}").statusCode(200);
        put("/v1/providers/types", "baseUrl=https://a.example", "application/x-www-form-urlencoded")
                .statusCode(415);
        put("/v1/providers/types", "{", "application/json")
                .statusCode(400)
                .body("flaws[0].value", containsString("line 1"));
    }

    @Test
    void a_list_is_read_page_by_page() {
        for (int i = 0; i < 5; i++) {
            putYaml("/v1/providers/paged-" + i, "baseUrl: https://a.example").statusCode(201);
        }
        String cursor = when().get("/v1/providers?limit=200")
                .then()
                .statusCode(200)
                .body("items.provider", hasItems("paged-0", "paged-4"))
                .body("next", nullValue())
                .extract()
                .path("next");
        assertThat(cursor).isNull();
        int seen = 0;
        String next = "/v1/providers?limit=2";
        while (next != null) {
            JsonPath page = when().get(next).then().statusCode(200).extract().jsonPath();
            seen += page.getList("items").size();
            String cursorOfNext = page.getString("next");
            next = cursorOfNext == null ? null : "/v1/providers?limit=2&cursor=" + cursorOfNext;
        }
        assertThat(seen).isEqualTo(providers.all().size());
        when().get("/v1/providers?limit=0").then().statusCode(400);
        when().get("/v1/providers?cursor=$").then().statusCode(400).body("flaws[0].path", equalTo("cursor"));
    }

    @Test
    void a_project_gets_its_key_once_and_keys_are_rotated_without_a_gap() {
        String first = putJson(
                        "/v1/projects/shop-app", "{\"defaultTier\": \"critical\", \"monthlyBudget\": \"250 EUR\"}")
                .statusCode(201)
                .body("project", equalTo("shop-app"))
                .body("key", matchesPattern("io_[0-9a-f]{12}_[0-9a-f]{64}"))
                .extract()
                .path("key");
        assertThat(projects.byKey(first)).map(Project::id).contains("shop-app");
        assertThat(projects.byKey(first.substring(0, first.length() - 1) + (first.endsWith("0") ? "1" : "0")))
                .isEmpty();
        assertThat(projects.byKey("")).isEmpty();

        putJson("/v1/projects/shop-app", """
                {"defaultTier": "IMPORTANT", "monthlyBudget": {"amount": "250 EUR", "stop": "soft"}, "weight": 3}""").statusCode(200).body("key", nullValue());
        assertThat(projects.find("shop-app"))
                .contains(new Project(
                        "shop-app",
                        Tier.IMPORTANT,
                        Optional.of(new Budget(Money.parse("250 EUR"), Budget.Stop.SOFT)),
                        3));
        when().get("/v1/projects/shop-app")
                .then()
                .body("monthlyBudget", equalTo("250 EUR"))
                .body("budgetStop", equalTo("SOFT"))
                .body("weight", equalTo(3));
        assertThat(projects.byKey(first)).map(Project::defaultTier).contains(Tier.IMPORTANT);

        String second = when().post("/v1/projects/shop-app/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
        assertThat(projects.byKey(first)).isPresent();
        String prefix = first.split("_")[1];
        String third = given().header("Idempotency-Key", "\"third\"")
                .post("/v1/projects/shop-app/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
        given().header("Idempotency-Key", "third")
                .post("/v1/projects/shop-app/keys")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("prefix", equalTo(ProjectKey.parse(third).orElseThrow().prefix()))
                .body("next[0]", containsString("DELETE /v1/projects/shop-app/keys/"))
                .body("detail", not(containsString(third)));
        given().header("Idempotency-Key", "\"\"")
                .post("/v1/projects/shop-app/keys")
                .then()
                .statusCode(400)
                .body("flaws.path", hasItem("Idempotency-Key"));

        when().delete("/v1/projects/shop-app/keys/" + prefix).then().statusCode(204);
        assertThat(projects.byKey(first)).isEmpty();
        assertThat(projects.byKey(second)).isPresent();
        when().delete("/v1/projects/shop-app/keys/" + prefix).then().statusCode(404);
        String shown = when().get("/v1/projects/shop-app")
                .then()
                .body("defaultTier", equalTo("IMPORTANT"))
                .body("keys", hasSize(3))
                .body("keys[0].revokedAt", notNullValue())
                .extract()
                .asString();
        assertThat(shown).doesNotContain(second.split("_")[2]);

        when().delete("/v1/projects/shop-app").then().statusCode(204);
        assertThat(projects.byKey(second)).isEmpty();
        putJson("/v1/projects/Shop", "{\"tier\": \"CRITICAL\"}")
                .statusCode(400)
                .body("flaws.path", hasItems("id", "tier"));
    }

    @Test
    void a_credential_signs_and_never_shows_its_secret() {
        String secret = "sk_live_9f8e7d6c5b4a";
        putYaml("/v1/credentials/crm", "{ kind: bearer, token: " + secret + " }")
                .statusCode(201);

        assertThat(credentials.sign("crm", Duration.ofSeconds(5)))
                .contains(new Signature(Map.of("Authorization", "Bearer " + secret), Map.of()));
        String shown = when().get("/v1/credentials/crm")
                .then()
                .statusCode(200)
                .body("kind", equalTo("bearer"))
                .body("state", equalTo("READY"))
                .extract()
                .asString();
        assertThat(shown).doesNotContain(secret);
        assertThat(redaction.mask("GET /?token=" + secret)).isEqualTo("GET /?token=[secret]");
        when().get("/v1/credentials").then().body("items.credential", hasItem("crm"));

        putYaml("/v1/credentials/crm", "{ kind: api-key, query: key, value: another-" + secret + " }")
                .statusCode(200);
        assertThat(credentials.sign("crm", Duration.ofSeconds(5)))
                .contains(new Signature(Map.of(), Map.of("key", "another-" + secret)));
        String refused = putYaml(
                        "/v1/credentials/crm", "{ kind: bearer, token: 'x " + secret + "\\t', tokn: " + secret + " }")
                .statusCode(400)
                .extract()
                .asString();
        assertThat(refused).doesNotContain(secret);
        String unreadable = putJson("/v1/credentials/crm", "{\"kind\": \"bearer\", \"token\": " + secret + "}")
                .statusCode(400)
                .extract()
                .asString();
        assertThat(unreadable).doesNotContain(secret);

        when().delete("/v1/credentials/crm").then().statusCode(204);
        assertThat(credentials.sign("crm", Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void what_a_token_is_asked_for_stands_in_the_ledger_without_it() {
        String token = "the-token-that-was-granted-" + System.nanoTime();
        try (Upstream endpoint = new Upstream()
                .on("/token", exchange -> Upstream.say(exchange, 200, "{\"access_token\": \"" + token + "\"}"))) {
            putJson(
                            "/v1/credentials/in-the-ledger",
                            "{\"kind\": \"oauth2-client-credentials\", \"internal\": true, \"clientId\": \"us\","
                                    + " \"clientSecret\": \"hush-hush-hush-hush\", \"tokenUrl\": \"http://127.0.0.1:"
                                    + endpoint.port() + "/token\"}")
                    .statusCode(201);
            assertThat(credentials.sign("in-the-ledger", Duration.ofSeconds(10)))
                    .isPresent();

            String rows = recordedOf("credential:in-the-ledger");
            assertThat(rows).doesNotContain(token, "hush-hush");
            JsonPath row = JsonPath.from(rows);
            assertThat(row.getString("items[0].id"))
                    .startsWith("INTEGRATION.ORCHESTRATOR.AUTHENTICATION_SETUP.IN-THE-LEDGER.");
            assertThat(row.getString("items[0].section")).isEqualTo("integration.security.auth");
            assertThat(row.getString("items[0].operation")).isEqualTo("POST /token");
            assertThat(row.getInt("items[0].status")).isEqualTo(200);
        }
        when().delete("/v1/credentials/in-the-ledger").then().statusCode(204);
    }

    /** Rows are written beside what they tell of. */
    private static String recordedOf(String provider) {
        for (int tries = 0; ; tries++) {
            String rows = given().queryParam("provider", provider)
                    .get("/v1/ledger")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            if (!JsonPath.from(rows).getList("items").isEmpty() || tries == 200) {
                return rows;
            }
        }
    }

    @Test
    void a_secret_too_short_to_be_masked_everywhere_is_warned_of() {
        putYaml(
                        "/v1/credentials/short",
                        "{ kind: basic, username: us, password: orders, origins: ['https://api.example.com'] }")
                .statusCode(201)
                .body("warnings.path", contains("password"))
                .body("warnings[0].reason", containsString("what providers answer"))
                .body("warnings[0].value", equalTo("[secret]"));
        putYaml("/v1/credentials/short", "{ kind: bearer, token: abc, origins: ['https://api.example.com'] }")
                .statusCode(200)
                .body("warnings[0].reason", containsString("anywhere"));
        when().delete("/v1/credentials/short").then().statusCode(204);
    }

    @Test
    void a_credential_without_origins_is_warned_of_and_one_that_signs_by_itself_needs_them() throws IOException {
        putYaml("/v1/credentials/anywhere", "{ kind: bearer, token: goes-anywhere-at-all }")
                .statusCode(201)
                .body("credential", equalTo("anywhere"))
                .body("warnings.path", contains("origins"));
        putYaml(
                        "/v1/credentials/anywhere",
                        "{ kind: bearer, token: stays-where-it-is, origins: ['https://API.example.com:443/'] }")
                .statusCode(200)
                .body("warnings", empty());
        when().get("/v1/credentials/anywhere").then().body("settings.origins", equalTo("https://api.example.com"));
        when().delete("/v1/credentials/anywhere").then().statusCode(204);

        for (String kind : List.of("aws", "oauth1", "hmac", "mutual-tls")) {
            String document = Files.readString(Path.of("infra/samples/credential-" + kind + ".yaml"));
            putYaml("/v1/credentials/by-itself", document).body("credential", equalTo("by-itself"));
            String shown = when().get("/v1/credentials/by-itself")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("READY"))
                    .body("settings.origins", notNullValue())
                    .extract()
                    .asString();
            assertThat(redaction.mask(shown)).isEqualTo(shown);
            putYaml("/v1/credentials/by-itself", document.replaceFirst("origins:.*", ""))
                    .statusCode(400)
                    .body("flaws.path", contains("origins"));
        }
        when().delete("/v1/credentials/by-itself").then().statusCode(204);
    }

    @Test
    void a_provider_is_warned_of_its_missing_credential_until_it_is_there() {
        putYaml("/v1/providers/signed", "{ baseUrl: https://a.example, credential: later }")
                .body("warnings.path", contains("credentials"));
        putYaml("/v1/credentials/later", "{ kind: bearer, token: 0123456789 abc }")
                .statusCode(201);
        putYaml("/v1/providers/signed", "{ baseUrl: https://a.example, credential: later }")
                .body("warnings", empty());
        when().delete("/v1/credentials/later")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("providers", contains("signed"));
        when().delete("/v1/providers/signed").then().statusCode(204);
        when().delete("/v1/credentials/later").then().statusCode(204);
    }

    @Test
    void whoever_knocks_is_told_where_things_are() {
        when().get("/")
                .then()
                .statusCode(200)
                .body("api", hasItem("/v1/calls"))
                .body("description", equalTo("/q/openapi"));
    }

    @Test
    void a_client_that_goes_over_to_http_2_is_this_machines_user_as_well() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(OwnServer.uri("/v1/providers")).build();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
        }
    }

    @Test
    void the_description_of_the_api_says_who_may_what_and_how_it_is_refused() {
        JsonPath api = when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Map<String, Object>> paths = api.getMap("paths");
        assertThat(paths).containsKeys("/v1/calls", "/v1/providers/{id}");
        paths.forEach((path, item) -> item.forEach((method, described) -> {
            if (path.startsWith("/v1/") && described instanceof Map<?, ?> operation) {
                assertThat(operation.get("summary")).as(method + " " + path).isNotNull();
                assertThat(operation.get("tags"))
                        .as(method + " " + path)
                        .asString()
                        .doesNotContain("Resource");
                assertThat(operation.get("security")).as(method + " " + path).isNotNull();
                assertThat(String.valueOf(operation.get("responses")))
                        .as(method + " " + path)
                        .contains("400=", "application/problem+json");
            }
        }));
        assertThat(api.getMap("paths.'/v1/calls'.post.responses").keySet())
                .extracting(String::valueOf)
                .contains("200", "202", "401", "406", "409", "413", "415", "422", "429", "500", "502", "503", "504");
        assertThat(api.getList("components.schemas.CallDocument.properties.tier.enum"))
                .isEqualTo(List.of("CRITICAL", "IMPORTANT", "NICE_TO_HAVE"));
        assertThat(api.getMap("components.schemas.CallDocument.properties")).doesNotContainKey("unknown");
        assertThat(api.getMap("components.schemas.Problem.properties")).containsKeys("type", "flaws", "next");
        assertThat(api.getMap("components.schemas.AnswerDocument.properties")).containsKeys("source", "status", "due");
        assertThat(api.getMap("components.schemas.AnswerDocument.properties.body"))
                .doesNotContainKey("type");
        assertThat(api.getMap("components.schemas.DryRunDocument.properties")).containsKeys("obstacle", "quota");
        assertThat(api.getString("components.schemas.PagesAnswerDocument.properties.items.type"))
                .isEqualTo("array");
        assertThat(api.getList("paths.'/v1/calls'.post.responses.'200'.content.'application/json'.schema.oneOf"))
                .hasSize(3);
        assertThat(api.getMap("components.schemas")).doesNotContainKey("HttpServerRequest");
        assertThat(api.getList("paths.'/v1/proxy/{provider}/{path}'.get.parameters.name", String.class))
                .containsExactly("provider", "path");
        assertThat(api.getMap("paths.'/v1/proxy/{provider}/{path}'.get")).doesNotContainKey("requestBody");
        assertThat(api.getMap("paths.'/v1/proxy/{provider}/{path}'.post.requestBody.content"))
                .containsOnlyKeys("*/*");
        assertThat(api.getMap("components.securitySchemes")).containsOnlyKeys("project key", "staff key", "session");
    }

    private static ValidatableResponse putYaml(String path, String document) {
        return put(path, document, "application/yaml");
    }

    private static ValidatableResponse putJson(String path, String document) {
        return put(path, document, "application/json");
    }

    private static ValidatableResponse put(String path, String document, String type) {
        EncoderConfig asText = EncoderConfig.encoderConfig()
                .encodeContentTypeAs("application/yaml", ContentType.TEXT)
                .encodeContentTypeAs("application/x-yaml", ContentType.TEXT)
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT);
        return given().config(RestAssured.config().encoderConfig(asText))
                .contentType(type)
                .body(document)
                .when()
                .put(path)
                .then();
    }
}
