package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

class KeptMigrationTest {

    @Test
    void what_was_kept_by_rules_that_let_others_see_it_is_gone_and_what_is_for_need_only_stays() {
        try (TestDatabase own = TestDatabase.at(MigrationVersion.fromVersion("18.1"));
                AgroalDataSource pool = own.pool(2)) {
            Database database = new Database(pool);
            keep(database, "given", false, "{}");
            keep(database, "in-need", true, "{\"etag\": [\"1\"]}");
            keep(database, "in-need-with-a-cookie", true, "{\"set-cookie\": [\"session=1\"]}");
            database.update("INSERT INTO kept_answer VALUES ('old', 200, '{}', '', now(), now())");

            own.migrate(MigrationVersion.fromVersion("19"));

            assertThat(database.list(row -> row.getString(1), "SELECT key FROM cached_answer"))
                    .containsExactly("in-need");
            assertThat(database.list(row -> row.getString(1), "SELECT key FROM kept_answer"))
                    .isEmpty();
        }
    }

    private static void keep(Database database, String key, boolean inNeedOnly, String headers) {
        database.update("""
                INSERT INTO cached_answer (key, variant, provider, target, status, headers, body, heard_at, initial_age_millis,
                    fresh_millis, fresh_until, selection, in_need_only)
                VALUES (?, '', 'p', 't', 200, CAST(? AS jsonb), '', now(), 0, 1000, now(), '{}', ?)
                """, key, headers, inNeedOnly);
    }
}
