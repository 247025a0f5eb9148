package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.heir.integration.provider.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAPI documents through the real door: small ones, and large ones that others published. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(120)
class OpenApiProvidersTest {

    @AutoClose
    private static final Upstream upstream = new Upstream();

    @Inject
    Providers providers;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/", exchange -> {
            byte[] body = ("{\"asked\":\"" + exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Test
    void an_operation_of_an_openapi_document_is_called_by_its_name() {
        put("bookshop", """
                openapi: 3.1.0
                info: { title: Bookshop, version: "3" }
                servers: [{ url: https://books.example.com }]
                x-integration: { baseUrl: "http://127.0.0.1:%d/v3", internal: true, timeout: 5s }
                security: [{ key: [] }]
                paths:
                  /books/{isbn}:
                    get:
                      operationId: books/get
                      responses: { "200": { content: { application/json: { schema: { $ref: "#/components/schemas/Book" } } } } }
                components:
                  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
                  schemas: { Book: { type: object, properties: { sequel: { $ref: "#/components/schemas/Book" } } } }
                """.formatted(upstream.port()))
                .statusCode(201)
                .body("made.operations", equalTo(1))
                .body("made.credentials[0].document", equalTo(Map.of("kind", "api-key", "header", "X-Key")));

        call("bookshop", "books-get", "{\"isbn\":\"978 3\",\"full\":\"yes\"}")
                .body("source", equalTo("LIVE"))
                .body("body.asked", equalTo("GET /v3/books/978%203?full=yes"));
        when().get("/v1/providers/bookshop/contract/books-get")
                .then()
                .statusCode(200)
                .body("responses.'200'.'application/json'.$ref", equalTo("#/$defs/Book"))
                .body("$defs.Book.properties.sequel.$ref", equalTo("#/$defs/Book"));
    }

    @Test
    void what_an_openapi_document_became_is_put_back_unchanged_and_keeps_its_contract() {
        put("shelf", """
                openapi: 3.0.0
                servers: [{ url: https://shelf.example.com }]
                x-integration: { limits: [{ requests: 5, per: 1s }] }
                paths: { /a: { get: { responses: { "200": { headers: { Link: {} } } } } } }
                """).statusCode(201);
        String document = when().get("/v1/providers/shelf").asString();
        assertThat(JsonPath.from(document).getMap("operations"))
                .isEqualTo(Map.of("get-a", Map.of("get", "/a", "pagination", Map.of("style", "link-header"))));

        given().contentType(ContentType.JSON)
                .body(document)
                .put("/v1/providers/shelf")
                .then()
                .statusCode(200)
                .body("made", equalTo(null));
        assertThat(when().get("/v1/providers/shelf").asString()).isEqualTo(document);
        when().get("/v1/providers/shelf/contract/get-a").then().statusCode(200);
        when().get("/v1/providers/shelf/contract/get-b").then().statusCode(404);
        when().delete("/v1/providers/shelf/contract").then().statusCode(204);
        when().get("/v1/providers/shelf/contract").then().statusCode(404);
    }

    @Test
    @Tag("long")
    void documents_that_cannot_be_taken_say_why() {
        put("old", "swagger: \"2.0\"\npaths: {}\n")
                .statusCode(400)
                .body("flaws[0].path", equalTo("swagger"))
                .body("flaws[0].reason", containsString("3.0, 3.1 and 3.2"));
        put("bomb", "openapi: 3.1.0\nx: &a [1, 1, 1]\ny: &b [*a, *a]\nz: [*b, *b]\n")
                .statusCode(400)
                .body("flaws[0].reason", containsString("aliases are not followed"));
        put("deep", "openapi: 3.1.0\nx: " + "[".repeat(200) + "]".repeat(200)).statusCode(400);
        put("many", "openapi: 3.1.0\nx: [" + "0,".repeat(1_100_000) + "0]")
                .statusCode(400)
                .body("flaws[0].reason", containsString("at most 1000000 values"));
        put("large", "openapi: 3.1.0\nx: \"" + "0".repeat(17_000_000) + "\"").statusCode(413);
    }

    @Test
    @Tag("long")
    void github_s_own_document_is_taken_and_called_by_name() throws IOException, InterruptedException {
        Path github = LargeDocuments.of("@octokit/openapi@23.0.2", "generated/api.github.com.json");
        String text = Files.readString(github);

        JsonPath taken = large("github", text).jsonPath();
        assertThat(taken.getInt("made.operations")).isGreaterThan(900);
        assertThat(taken.getInt("made.paginated")).isGreaterThan(200);
        assertThat(taken.getInt("made.schemas")).isGreaterThan(500);
        assertThat(taken.getList("warnings.path")).contains("x-webhooks");

        // the same, kept by our own document around it: only there it says where it lives
        large(
                "github",
                "{\"baseUrl\":\"http://127.0.0.1:" + upstream.port()
                        + "\",\"internal\":true,\"operations\":{\"repos/get\":{\"cache\":\"1s\"}},\"openapi\":" + text
                        + "}");
        call("github", "repos-get", "{\"owner\":\"octocat\",\"repo\":\"hello-world\"}")
                .body("body.asked", equalTo("GET /repos/octocat/hello-world"));
        given().contentType(ContentType.JSON)
                .body(when().get("/v1/providers/github").asString())
                .put("/v1/providers/github")
                .then()
                .statusCode(200);
        when().get("/v1/providers/github/contract/issues-create")
                .then()
                .statusCode(200)
                .body("request.content.'application/json'.required", hasItem("title"));
    }

    @Test
    void documents_of_others_are_taken_in_yaml_and_json() throws IOException, InterruptedException {
        Path figma = LargeDocuments.of("@figma/rest-api-spec@0.43.0", "openapi/openapi.yaml");
        Path directus = LargeDocuments.of("@directus/specs@15.2.0", "dist/openapi.json");

        put("figma", Files.readString(figma)).statusCode(201).body("made.openapi", equalTo("3.1.0"));
        large("directus", Files.readString(directus), 400);
        large(
                "directus",
                "{\"baseUrl\":\"https://directus.example.com\",\"openapi\":" + Files.readString(directus) + "}");

        assertThat(providers.find("figma").orElseThrow().operations()).hasSizeGreaterThan(40);
        assertThat(providers.find("directus").orElseThrow().operations()).hasSizeGreaterThan(40);
    }

    private static ValidatableResponse put(String id, String yaml) {
        return OwnServer.putYaml("/v1/providers/" + id, yaml);
    }

    private static io.restassured.response.ExtractableResponse<io.restassured.response.Response> large(
            String id, String json) {
        return given().contentType(ContentType.JSON)
                .body(json.getBytes(StandardCharsets.UTF_8))
                .put("/v1/providers/" + id)
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300))
                .extract();
    }

    private static void large(String id, String json, int status) {
        given().contentType(ContentType.JSON)
                .body(json.getBytes(StandardCharsets.UTF_8))
                .put("/v1/providers/" + id)
                .then()
                .statusCode(status);
    }

    private static ValidatableResponse call(String provider, String operation, String params) {
        return OwnServer.caller(provider)
                .body("{\"provider\":\"" + provider + "\",\"operation\":\"" + operation + "\",\"params\":" + params
                        + "}")
                .post("/v1/calls")
                .then()
                .statusCode(200);
    }
}
