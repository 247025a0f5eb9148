package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasItem;

import dev.heir.integration.access.Role;
import dev.heir.integration.access.StaffKeys;
import dev.heir.integration.provider.Projects;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@Timeout(60)
@ExtendWith(OwnServer.class)
class AuditTest {

    @Inject
    StaffKeys staff;

    @Inject
    Projects projects;

    @Inject
    DataSource database;

    @Test
    void a_change_is_told_with_who_did_it_and_what_it_was_before_and_after() {
        String key =
                staff.issue("the platform team", Role.ADMIN, Optional.empty()).text();
        put(key, "/v1/providers/audited", "{\"baseUrl\": \"https://a.example\", \"criticality\": \"low\"}");
        put(key, "/v1/providers/audited", "{\"baseUrl\": \"https://a.example\", \"criticality\": \"high\"}");
        put(key, "/v1/providers/audited", "{\"baseUrl\": \"https://a.example\", \"criticality\": \"high\"}");
        given().delete("/v1/providers/audited").then().statusCode(204);

        List<Map<String, Object>> changes = changes("kind=provider&object=audited");
        assertThat(changes).extracting(change -> change.get("action")).containsExactly("REMOVE", "CHANGE", "CREATE");
        assertThat(changes.get(0))
                .containsEntry("actor", "this machine's user")
                .containsEntry("how", "THIS_MACHINE")
                .containsEntry("source", "127.0.0.1")
                .doesNotContainKey("after");
        assertThat(changes.get(1))
                .containsEntry("actor", "the platform team")
                .containsEntry("role", "ADMIN")
                .containsEntry("how", "STAFF_KEY")
                .containsEntry("before", Map.of("criticality", "low"))
                .containsEntry("after", Map.of("criticality", "high"));
        assertThat(changes.get(2)).doesNotContainKey("before");
    }

    @Test
    void keys_and_credentials_are_told_without_what_is_secret_of_them() {
        String first = OwnServer.key("audited-app");
        String second = given().post("/v1/projects/audited-app/keys").path("key");
        given().delete("/v1/projects/audited-app/keys/" + first.split("_")[1])
                .then()
                .statusCode(204);
        put("/v1/credentials/audited-credential", "{\"kind\": \"bearer\", \"token\": \"sk_audited_0123456789\"}");
        put("/v1/credentials/audited-credential", "{\"kind\": \"bearer\", \"token\": \"sk_audited_9876543210\"}");
        given().delete("/v1/credentials/audited-credential").then().statusCode(204);
        projects.remove("audited-app");

        String keys = given().get("/v1/audit?kind=project-key").asString();
        assertThat(keys)
                .contains("audited-app/" + first.split("_")[1], "revoked_at")
                .doesNotContain(first.split("_")[2], second.split("_")[2], "hash");
        List<Map<String, Object>> credential = changes("kind=credential&object=audited-credential");
        assertThat(credential).extracting(change -> change.get("action")).containsExactly("REMOVE", "CHANGE", "CREATE");
        assertThat(credential).allSatisfy(change -> assertThat(change).containsEntry("actor", "this machine's user"));
        assertThat(credential.toString()).contains("bearer").doesNotContain("sk_audited", "sealed");
        assertThat(changes("kind=project&object=audited-app").getFirst())
                .as("by nobody's request")
                .containsEntry("actor", "the orchestrator");
    }

    @Test
    void who_changes_the_database_itself_is_told_and_what_was_told_stays() throws SQLException {
        OwnServer.provider("by-hand", "baseUrl: https://a.example");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update provider set document = document || '{\"criticality\": \"low\"}'"
                    + " where id = 'by-hand'");
            for (String sql : List.of("delete from audit", "update audit set actor = 'me'", "truncate audit")) {
                assertThatThrownBy(() -> statement.executeUpdate(sql)).hasMessageContaining("only added to");
            }
        }
        assertThat(String.valueOf(
                        changes("kind=provider&object=by-hand").getFirst().get("actor")))
                .startsWith("database user ");
    }

    @Test
    void the_log_is_read_page_by_page_and_by_who_and_when() {
        String key = staff.issue("somebody in particular", Role.ADMIN, Optional.empty())
                .text();
        for (int i = 0; i < 3; i++) {
            put(key, "/v1/projects/paged-" + i, "{}");
        }
        String query = "/v1/audit?actor=somebody in particular&kind=project&limit=2";
        JsonPath page = given().get(query).then().statusCode(200).extract().jsonPath();
        assertThat(page.getList("items.object")).isEqualTo(List.of("paged-2", "paged-1"));
        given().get(query + "&cursor=" + page.getString("next")).then().body("items.object", hasItem("paged-0"));
        assertThat(changes("since=2999-01-01T00:00:00Z")).isEmpty();
        given().get("/v1/audit?since=yesterday").then().statusCode(400);
        for (int i = 0; i < 3; i++) {
            projects.remove("paged-" + i);
        }
    }

    private static List<Map<String, Object>> changes(String query) {
        return given().get("/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private static void put(String path, String document) {
        assertThat(given().contentType(ContentType.JSON)
                        .body(document)
                        .put(path)
                        .statusCode())
                .isIn(200, 201);
    }

    private static void put(String key, String path, String document) {
        assertThat(given().header("Authorization", "Bearer " + key)
                        .contentType(ContentType.JSON)
                        .body(document)
                        .put(path)
                        .statusCode())
                .isIn(200, 201);
    }
}
