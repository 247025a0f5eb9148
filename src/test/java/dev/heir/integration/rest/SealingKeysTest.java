package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.SealingKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@Timeout(60)
@ExtendWith(OwnServer.class)
class SealingKeysTest {

    @Inject
    SealingKeys keys;

    @Test
    void a_key_is_made_takes_over_and_the_one_before_it_is_retired_while_credentials_stay_what_they_are() {
        put("/v1/credentials/resealed", "{\"kind\": \"bearer\", \"token\": \"sk_resealed_0123456789\"}");

        JsonPath made = given().post("/v1/sealing-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String key = made.getString("key");
        assertThat(made.getString("state")).isEqualTo("ACTIVE");
        keys.tend();

        String shown =
                given().get("/v1/sealing-keys").then().statusCode(200).extract().asString();
        JsonPath all = JsonPath.from(shown);
        assertThat(all.getLong("sealedByMaster")).isZero();
        assertThat(all.getString("master")).startsWith("local:");
        assertThat(all.getString("items[-1].key")).isEqualTo(key);
        assertThat(all.getLong("items[-1].sealed")).isPositive();
        List<String> states = all.getList("items.state");
        assertThat(states.subList(0, states.size() - 1)).allMatch("RETIRED"::equals);
        assertThat(shown).doesNotContain("wrapped");
        given().get("/v1/credentials/resealed").then().statusCode(200);
        assertThat(given().get("/v1/credentials/resealed").jsonPath().getString("state"))
                .isEqualTo("READY");

        JsonPath audit = given().get("/v1/audit?kind=data-key&object=" + key)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(audit.getString("items[-1].action")).isEqualTo("CREATE");
        assertThat(audit.getString("items[-1].actor")).isEqualTo("this machine's user");
        assertThat(audit.<String, Object>getMap("items[-1].after"))
                .isEqualTo(Map.of("state", "ACTIVE", "master", all.getString("master")));
        given().delete("/v1/credentials/resealed").then().statusCode(204);
    }

    private static void put(String path, String document) {
        given().contentType(ContentType.JSON).body(document).put(path).then().statusCode(201);
    }
}
