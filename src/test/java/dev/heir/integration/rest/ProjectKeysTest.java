package dev.heir.integration.rest;

import static dev.heir.integration.rest.Upstream.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.heir.integration.provider.Projects;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that are for something, until some day; and those of staff. */
@QuarkusTest
@Timeout(60)
@ExtendWith(OwnServer.class)
class ProjectKeysTest {

    @Inject
    Projects projects;

    private Upstream upstream;
    private String first = "";

    @BeforeEach
    void listen() {
        upstream = new Upstream().on("/look", exchange -> say(exchange, 200, "{\"seen\":true}"));
        String document = "{ baseUrl: 'http://127.0.0.1:" + upstream.port()
                + "', internal: true, operations: { look: { get: /look } } }";
        OwnServer.provider("open", document);
        OwnServer.provider("closed", document);
        first = OwnServer.key("keyed");
    }

    @AfterEach
    void close() {
        upstream.close();
        projects.remove("keyed");
    }

    @Test
    void a_key_for_some_providers_asks_no_other_one_through_any_door() {
        String key = further("{\"label\": \"CI\", \"providers\": [\"open\"]}")
                .statusCode(201)
                .extract()
                .path("key");

        assertThat(call(key, "{\"provider\":\"open\",\"operation\":\"look\"}")).isEqualTo(200);
        assertThat(call(key, "{\"provider\":\"closed\",\"operation\":\"look\"}"))
                .isEqualTo(403);
        assertThat(call(key, "{\"provider\":\"closed\",\"operation\":\"look\",\"dryRun\":true}"))
                .isEqualTo(403);
        assertThat(call(key, "{\"provider\":\"not-registered\"}")).isEqualTo(403);
        assertThat(passed(key, "open")).isEqualTo(200);
        assertThat(passed(key, "closed")).isEqualTo(403);
        assertThat(passed(key, "not-registered")).isEqualTo(403);
        OwnServer.withKey(key)
                .body(
                        "{\"calls\":[{\"provider\":\"open\",\"operation\":\"look\"},{\"provider\":\"closed\",\"operation\":\"look\"}]}")
                .post("/v1/calls/batch")
                .then()
                .statusCode(403);
        OwnServer.withKey(key)
                .body("{\"urls\":[\"http://127.0.0.1:" + upstream.port() + "/look\"]}")
                .post("/v1/scrapes")
                .then()
                .statusCode(403)
                .body("type", containsString("out-of-reach"));
        String id = OwnServer.withKey(first)
                .body("{\"provider\":\"closed\",\"operation\":\"look\"}")
                .post("/v1/calls")
                .path("id");
        OwnServer.withKey(first).get("/v1/calls/" + id).then().statusCode(200);
        OwnServer.withKey(key).get("/v1/calls/" + id).then().statusCode(404);
        OwnServer.withKey(OwnServer.key("another"))
                .get("/v1/calls/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void a_key_takes_the_place_of_another_and_for_a_while_both_are_good() {
        String prefix = first.split("_")[1];
        String second = further("{\"replaces\": \"" + prefix + "\", \"overlap\": \"1h\"}")
                .statusCode(201)
                .extract()
                .path("key");
        assertThat(projects.byKey(first)).isPresent();
        assertThat(projects.byKey(second)).isPresent();
        given().get("/v1/projects/keyed")
                .then()
                .body("keys.find { it.prefix == '" + prefix + "' }.expiresAt", notNullValue());

        further("{\"replaces\": \"" + prefix + "\", \"overlap\": \"0s\"}").statusCode(201);
        assertThat(projects.byKey(first)).isEmpty();
        assertThat(projects.byKey(second)).isPresent();
        further("{\"replaces\": \"" + prefix + "\"}").statusCode(404);
    }

    @Test
    void what_is_known_of_a_key_is_shown_and_its_secret_is_not() {
        String key = further("{\"label\": \"nightly\", \"providers\": [\"open\", \"later\"], \"expiresIn\": \"90d\"}")
                .statusCode(201)
                .extract()
                .path("key");
        JsonPath shown = given().get("/v1/projects/keyed").then().extract().jsonPath();
        String path = "keys.find { it.prefix == '" + key.split("_")[1] + "' }.";
        assertThat(shown.getString(path + "label")).isEqualTo("nightly");
        assertThat(shown.getList(path + "providers")).asString().isEqualTo("[later, open]");
        assertThat(shown.getString(path + "expiresAt")).isNotNull();
        assertThat(shown.prettyPrint()).doesNotContain(key.split("_")[2]);
    }

    @Test
    void each_flaw_of_the_wish_is_told() {
        further("{\"providers\": [\"Not An Id\"], \"expiresIn\": \"1s\", \"overlap\": \"1d\", \"scope\": \"all\"}")
                .statusCode(400)
                .body("flaws.path", hasItems("providers", "expiresIn", "overlap", "scope"));
        further("{\"providers\": []}").statusCode(400).body("flaws.path", contains("providers"));
        further("{\"replaces\": \"" + first + "\"}")
                .statusCode(400)
                .body("flaws.path", contains("replaces"))
                .body("flaws[0].value", not(containsString(first.split("_")[2])));
    }

    @Test
    void a_staff_key_is_shown_once_and_listed_without_its_secret() {
        JsonPath issued = staff("{\"name\": \"the night shift\", \"role\": \"operator\", \"expiresIn\": \"30d\"}")
                .statusCode(201)
                .body("key", matchesPattern("ia_[0-9a-f]{12}_[0-9a-f]{64}"))
                .extract()
                .jsonPath();
        String key = issued.getString("key");
        assertThat(given().get("/v1/staff-keys").asString())
                .contains("the night shift", issued.getString("prefix"))
                .doesNotContain(key.split("_")[2]);
        given().header("Authorization", "Bearer " + key)
                .get("/v1/projects")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + key)
                .delete("/v1/projects/keyed")
                .then()
                .statusCode(403)
                .body("role", equalTo("OPERATOR"))
                .body("needed", equalTo("ADMIN"));
        given().delete("/v1/staff-keys/" + issued.getString("prefix")).then().statusCode(204);
        given().delete("/v1/staff-keys/" + issued.getString("prefix")).then().statusCode(404);
        given().header("Authorization", "Bearer " + key)
                .get("/v1/projects")
                .then()
                .statusCode(401);
        staff("{\"name\": \" \", \"role\": \"caller\", \"rights\": 1}")
                .statusCode(400)
                .body("flaws.path", hasItems("name", "role", "rights"));
    }

    private static ValidatableResponse further(String wish) {
        return given().contentType(ContentType.JSON)
                .body(wish)
                .post("/v1/projects/keyed/keys")
                .then();
    }

    private static ValidatableResponse staff(String document) {
        return given().contentType(ContentType.JSON)
                .body(document)
                .post("/v1/staff-keys")
                .then();
    }

    private static int call(String key, String document) {
        return OwnServer.withKey(key).body(document).post("/v1/calls").statusCode();
    }

    private static int passed(String key, String provider) {
        return OwnServer.withKey(key).get("/v1/proxy/" + provider + "/look").statusCode();
    }
}
