package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendMigrationTest {

    @Test
    void calls_of_before_are_in_the_sums() {
        try (TestDatabase own = TestDatabase.at(MigrationVersion.fromVersion("9"));
                AgroalDataSource pool = own.pool(2)) {
            Database database = new Database(pool);
            for (String table : List.of("call", "attempt")) { // as it was then: other tables came later
                database.update("CREATE TABLE " + table + "_then PARTITION OF " + table
                        + " FOR VALUES FROM ('2026-11-01') TO ('2026-11-02')");
            }
            call(database, 1, "0.25", "USD", 200);
            call(database, 2, "0.5", "USD", 200, 302, 500);
            call(database, 3, "0", "USD", 503);
            call(database, 4, null, null, 200);

            own.migrate(MigrationVersion.LATEST);

            assertThat(database.list(
                            row -> row.getString("currency") + " " + row.getLong("calls") + " "
                                    + row.getBigDecimal("cost"),
                            "SELECT * FROM spend ORDER BY currency"))
                    .containsExactly(" 1 0", "USD 3 0.75");
            assertThat(database.list(row -> row.getLong("units"), "SELECT units FROM spend_unit WHERE unit = 'calls'"))
                    .containsExactly(4L);
        }
    }

    private static void call(
            Database database, int number, @Nullable String cost, @Nullable String currency, int... statuses) {
        String id = "00000000-0000-0000-0000-00000000000" + number;
        database.update("""
                INSERT INTO call (id, received_at, series, step, project, kind, tool, provider, operation, tier, took_micros,
                    source, status, ambiguous, age_micros, cost, cost_currency, detail)
                VALUES (CAST(? AS uuid), '2026-11-01 12:00+00', 1, ?, 'shop', 'api_integration', 'crm', 'crm', 'list',
                    'CRITICAL', 1, 'LIVE', 200, false, 0, CAST(? AS numeric), ?, '')
                """, id, number, cost, currency);
        for (int status : statuses) {
            database.update("""
                    INSERT INTO attempt (call, received_at, number, provider, target, started_at, took_micros, status, retry,
                        slow, counts_against_target, detail)
                    VALUES (CAST(? AS uuid), '2026-11-01 12:00+00', 1, 'crm', 'x', '2026-11-01 12:00+00', 1, ?, false, false,
                        false, '')
                    """, id, status);
        }
    }
}
