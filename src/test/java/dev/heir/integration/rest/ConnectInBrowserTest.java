package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person signs in at an authorization server that we did not write, in a real browser; calls are signed from then on. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(180)
class ConnectInBrowserTest {

    private AuthorizationServer server;
    private String key;

    @BeforeEach
    void register() throws Exception {
        server = AuthorizationServer.start("http://localhost:" + RestAssured.port + "/v1/connections/callback");
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "kind",
                        "oauth2-authorization-code",
                        "issuer", // which says where everything is
                        server.url(""),
                        "clientId",
                        AuthorizationServer.CLIENT,
                        "clientSecret",
                        AuthorizationServer.SECRET,
                        "scope",
                        "openid offline_access orders",
                        "parameters",
                        Map.of("prompt", "consent"),
                        "origins",
                        List.of(server.url("")),
                        "internal",
                        true))
                .put("/v1/credentials/signed-in")
                .then()
                .statusCode(201);
        OwnServer.provider("orders", "baseUrl: " + server.url("") + """

                internal: true
                credential: signed-in
                operations: { list: { get: /orders } }
                """);
        key = OwnServer.key("shop");
    }

    @AfterEach
    void forget() {
        given().delete("/v1/providers/orders").then().statusCode(204);
        given().delete("/v1/credentials/signed-in");
        server.close();
    }

    @Test
    void a_person_signs_in_once_and_calls_are_signed_from_then_on() throws Exception {
        call().statusCode(502).body("symptom", equalTo("AUTHENTICATION_FAILURE"));
        String url = given().post("/v1/credentials/signed-in/connect")
                .then()
                .statusCode(201)
                .extract()
                .path("authorizationUrl");
        assertThat(url)
                .contains("code_challenge_method=S256", "prompt=consent")
                .doesNotContain(AuthorizationServer.SECRET);

        try (Browser browser = Browser.open()) {
            browser.go(url);
            browser.type("input[name=login]", "ada");
            browser.type("input[name=password]", "anything");
            browser.click("button[type=submit]");
            browser.click("form:has(input[value=consent]) button[type=submit]");
            browser.awaitTitle("Connected");
        }

        call().statusCode(200).body("body.of", equalTo("ada"));
        given().delete("/v1/providers/orders").then().statusCode(204);
        given().delete("/v1/credentials/signed-in").then().statusCode(200).body("revoked", equalTo(true));
        OwnServer.provider("orders", "{ baseUrl: http://127.0.0.1:9, internal: true }"); // for the end of the test
        String state = url.replaceAll(".*[?&]state=([^&]*).*", "$1");
        given().queryParam("state", state)
                .queryParam("code", "again")
                .get("/v1/connections/callback")
                .then()
                .statusCode(400)
                .body(containsString("nobody is signing in with this state"));
    }

    @Test
    void a_person_who_refuses_is_told_and_nothing_is_kept() {
        String url = given().post("/v1/credentials/signed-in/connect")
                .then()
                .statusCode(201)
                .extract()
                .path("authorizationUrl");

        given().queryParam("state", url.replaceAll(".*[?&]state=([^&]*).*", "$1"))
                .queryParam("error", "access_denied")
                .queryParam("error_description", "<script>alert(1)</script>")
                .get("/v1/connections/callback")
                .then()
                .statusCode(400)
                .body(containsString("access_denied &lt;script&gt;"))
                .body(not(containsString("<script>")));
        call().statusCode(502);
    }

    @Test
    void a_code_of_another_issuer_goes_nowhere() {
        String url = given().post("/v1/credentials/signed-in/connect")
                .then()
                .statusCode(201)
                .extract()
                .path("authorizationUrl");

        given().queryParam("state", url.replaceAll(".*[?&]state=([^&]*).*", "$1"))
                .queryParam("code", "of an honest one")
                .queryParam("iss", "https://honest.example")
                .get("/v1/connections/callback")
                .then()
                .statusCode(400)
                .body(containsString("another issuer"));
    }

    @Test
    void only_a_credential_that_is_signed_in_for_can_be_connected() {
        given().contentType(ContentType.JSON)
                .body(Map.of("kind", "bearer", "token", "a-token-that-is-long"))
                .put("/v1/credentials/plain")
                .then()
                .statusCode(201);
        given().post("/v1/credentials/plain/connect").then().statusCode(409).body("detail", containsString("bearer"));
        given().delete("/v1/credentials/plain").then().statusCode(204);
        given().post("/v1/credentials/plain/connect").then().statusCode(404);
    }

    private io.restassured.response.ValidatableResponse call() {
        return OwnServer.withKey(key)
                .body(Map.of("provider", "orders", "operation", "list"))
                .post("/v1/calls")
                .then();
    }
}
