package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Our own server, asked over HTTP. RestAssured would ask the mock of Lambda's server, which the Lambda extension starts beside
 * it. All tests share one database, and a provider that one of them leaves is swept by the others: what is new goes after each.
 */
final class OwnServer implements BeforeEachCallback, AfterEachCallback {

    private final Set<String> before = new HashSet<>();

    @Override
    public void beforeEach(ExtensionContext test) {
        RestAssured.port = CDI.current().select(HttpServer.class).get().getPort();
        before.clear();
        before.addAll(providers());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        providers().stream()
                .filter(id -> !before.contains(id))
                .forEach(id -> given().delete("/v1/providers/" + id).then().statusCode(204));
    }

    private static Set<String> providers() {
        return CDI.current().select(Providers.class).get().all().stream()
                .map(Provider::id)
                .collect(Collectors.toSet());
    }

    /** For clients other than RestAssured. */
    static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    /** As bytes: RestAssured has no encoder for the type. */
    static ValidatableResponse putYaml(String path, String yaml) {
        return given().contentType("application/yaml")
                .body(yaml.getBytes(StandardCharsets.UTF_8))
                .put(path)
                .then();
    }

    static void provider(String id, String yaml) {
        putYaml("/v1/providers/" + id, yaml).statusCode(201);
    }

    /** A key of the project, which is there afterwards and, if it is new, as its defaults are. */
    static String key(String project) {
        return key(project, "{}");
    }

    static String key(String project, String document) {
        String first = given().contentType(ContentType.JSON)
                .body(document)
                .put("/v1/projects/" + project)
                .then()
                .extract()
                .path("key");
        return first != null
                ? first
                : given().post("/v1/projects/" + project + "/keys")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("key");
    }

    static RequestSpecification caller(String project) {
        return withKey(key(project));
    }

    static RequestSpecification withKey(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }
}
