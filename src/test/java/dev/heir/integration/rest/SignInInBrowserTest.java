package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.heir.integration.access.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** People sign in at an identity provider that we did not write, in a real browser. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(180)
@Tag("long")
class SignInInBrowserTest {

    private static final String COOKIE = "integration-session";

    @Inject
    People people;

    private AuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = AuthorizationServer.start(us("/v1/sign-in/callback"), OwnIssuer.port());
    }

    @AfterEach
    void end() {
        people.all().forEach(each -> people.end(each.id()));
        server.close();
    }

    @Test
    void an_administrator_signs_in_changes_something_and_signs_out() throws Exception {
        String key;
        try (Browser browser = Browser.open()) {
            signIn(browser, "ada");
            browser.awaitAddress(us("/v1/me"));
            assertThat(browser.text()).contains("\"ada@example.com\"", "\"ADMIN\"", "\"SIGN_IN\"", "\"until\"");
            assertThat(browser.cookie(COOKIE).path("httpOnly").asBoolean()).isTrue();
            assertThat(browser.cookie(COOKIE).path("sameSite").asText()).isEqualTo("Lax");
            assertThat(browser.run("return document.cookie").asText()).isEmpty();
            key = browser.cookie(COOKIE).path("value").asText();

            // Its own page says where it comes from, and needs to say nothing else.
            assertThat(browser.run("return fetch('/v1/projects/signed-in', {method: 'PUT', body: '{}', headers:"
                                    + " {'Content-Type': 'application/json'}}).then(answer => answer.status)")
                            .asInt())
                    .isEqualTo(201);
            audited("project", "signed-in", "ada@example.com");

            forged(key);

            assertThat(browser.run("return fetch('/v1/sign-out', {method: 'POST'}).then(answer => answer.json())"
                                    + ".then(out => out.next)")
                            .asText())
                    .startsWith(server.url("/session/end"))
                    .contains("id_token_hint=ey");
        }

        shows(key).get("/v1/me").then().statusCode(401).body("detail", containsString("has ended"));
        shows(key).header("Origin", us("")).put("/v1/projects/signed-in").then().statusCode(401);
        given().delete("/v1/projects/signed-in").then().statusCode(204);
    }

    /** What other sites can have a browser send. */
    private void forged(String key) {
        for (Map<String, String> page : List.of(
                Map.<String, String>of(),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", "http://localhost:" + (RestAssured.port + 1)),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"))) {
            shows(key)
                    .headers(page)
                    .delete("/v1/projects/signed-in")
                    .then()
                    .statusCode(403)
                    .body("type", containsString("cross-site"))
                    .body("detail", containsString("'Origin' must be " + us("")));
        }
        shows(key)
                .headers(Map.of("Origin", "https://evil.example"))
                .post("/v1/sign-out")
                .then()
                .statusCode(403);
        shows(key)
                .header("Origin", us(""))
                .delete("/v1/projects/signed-in")
                .then()
                .statusCode(204);
        shows(key)
                .header("Sec-Fetch-Site", "same-origin")
                .contentType("application/json")
                .body("{}")
                .put("/v1/projects/signed-in")
                .then()
                .statusCode(201);
    }

    @Test
    void an_operator_may_less_and_is_signed_out_by_an_administrator_at_once() throws Exception {
        String key;
        try (Browser browser = Browser.open()) {
            signIn(browser, "grace");
            browser.awaitAddress(us("/v1/me"));
            key = browser.cookie(COOKIE).path("value").asText();
        }
        shows(key).get("/v1/report").then().statusCode(200);
        shows(key)
                .get("/v1/audit")
                .then()
                .statusCode(403)
                .body("detail", containsString("grace@example.com is operators"));
        String id = given().get("/v1/sessions")
                .then()
                .statusCode(200)
                .body("items.name", hasItems("grace@example.com"))
                .body(not(containsString(key)))
                .extract()
                .path("items.find { it.name == 'grace@example.com' }.id");
        given().delete("/v1/sessions/" + id).then().statusCode(204);
        shows(key).get("/v1/report").then().statusCode(401);
        given().delete("/v1/sessions/" + id).then().statusCode(404);
        given().delete("/v1/sessions/nonsense").then().statusCode(404);
    }

    @Test
    void somebody_without_a_role_is_told_so_and_gets_no_session() throws Exception {
        try (Browser browser = Browser.open()) {
            signIn(browser, "eve");
            browser.awaitTitle("You have no role here");
            assertThat(browser.text())
                    .contains(
                            "eve@example.com", "'groups'", "'everybody'", "An operator needs 'support'", "'platform'");
        }
        assertThat(people.all()).isEmpty();
    }

    @Test
    void what_was_stolen_from_another_browser_begins_no_session() throws Exception {
        Response mine = given().redirects().follow(false).get("/v1/sign-in");
        Response theirs = given().redirects().follow(false).get("/v1/sign-in");
        String state = theirs.getHeader("Location").replaceAll(".*[?&]state=([^&]*).*", "$1");
        assertThat(theirs.statusCode()).isEqualTo(303);
        callback("?code=x&state=" + state)
                .get(us("/v1/sign-in/callback"))
                .then()
                .statusCode(400)
                .body(containsString("did not begin a sign-in"));
        callback("?code=x&state=" + state)
                .header("Cookie", "integration-sign-in=" + mine.getCookie("integration-sign-in"))
                .get(us("/v1/sign-in/callback"))
                .then()
                .statusCode(400)
                .body(containsString("another sign-in"));
        callback("?code=guessed&state=" + state + "&iss=" + server.url(""))
                .header("Cookie", "integration-sign-in=" + theirs.getCookie("integration-sign-in"))
                .get(us("/v1/sign-in/callback"))
                .then()
                .statusCode(400)
                .body(containsString("did not take the code"));
        callback("?code=x&state=" + state + "&iss=https://evil.example")
                .header("Cookie", "integration-sign-in=" + theirs.getCookie("integration-sign-in"))
                .get(us("/v1/sign-in/callback"))
                .then()
                .statusCode(400)
                .body(containsString("another issuer"));
    }

    @Test
    void who_i_am_is_told_to_keys_and_to_this_machine_as_well() {
        given().get("/v1/me")
                .then()
                .statusCode(200)
                .body("how", equalTo("THIS_MACHINE"))
                .body("role", equalTo("ADMIN"));
        given().header("Authorization", "Bearer " + OwnServer.key("shop"))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("project 'shop'"))
                .body("how", equalTo("PROJECT_KEY"));
        given().post("/v1/sign-out").then().statusCode(409);
    }

    private void signIn(Browser browser, String name) throws Exception {
        browser.go(us("/v1/sign-in?to=/v1/me"));
        browser.type("input[name=login]", name);
        browser.type("input[name=password]", "anything");
        browser.click("button[type=submit]");
        browser.click("form:has(input[value=consent]) button[type=submit]");
    }

    private void audited(String kind, String object, String actor) {
        given().queryParam("kind", kind)
                .queryParam("object", object)
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("items.actor", hasItems(actor))
                .body("items.how", hasItems("SIGN_IN"));
    }

    private static RequestSpecification callback(String query) {
        RequestSpecification request = given().header("X-Forwarded-For", "198.19.0.1");
        for (String each : query.substring(1).split("&")) {
            request.queryParam(each.split("=", 2)[0], each.split("=", 2)[1]);
        }
        return request;
    }

    private static RequestSpecification shows(String key) {
        return given().baseUri(us("")).header("Cookie", COOKIE + "=" + key);
    }

    private static String us(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
