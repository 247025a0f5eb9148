package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Acting;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorSecretTableTest {

    private static final Duration DAY = Duration.ofDays(1);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);
    private static final Database database = new Database(pool);

    private final MonitorTable monitors = new MonitorTable(database, Acting.BY_ITSELF);
    private final MonitorSecretTable secrets = new MonitorSecretTable(database, Acting.BY_ITSELF);

    @BeforeEach
    void start() {
        var _ = monitors.remove("chairs");
        monitors.put("chairs", Map.of("pages", List.of("https://shop.example/1")));
    }

    @Test
    void of_many_who_make_the_first_one_at_once_one_keeps_it() throws Exception {
        List<Future<Boolean>> kept = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                String text = "sealed " + i;
                kept.add(threads.submit(() -> secrets.keepFirst("chairs", UUID.randomUUID(), Body.of(text))));
            }
        }

        int first = 0;
        for (Future<Boolean> one : kept) {
            first += one.get() ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
        assertThat(secrets.signing("chairs")).hasSize(1);
    }

    @Test
    void one_that_is_replaced_signs_beside_the_new_one_until_the_overlap_is_over() {
        secrets.keepFirst("chairs", UUID.randomUUID(), Body.of("first"));
        assertThat(secrets.keepNext("chairs", UUID.randomUUID(), Body.of("second"), DAY))
                .isTrue();
        assertThat(texts()).containsExactly("second", "first");

        database.update("UPDATE monitor_secret SET ends_at = now() - interval '1 second' WHERE ends_at IS NOT NULL");
        assertThat(texts()).containsExactly("second");

        assertThat(secrets.keepNext("chairs", UUID.randomUUID(), Body.of("third"), Duration.ZERO))
                .isTrue();
        assertThat(texts()).containsExactly("third");
        for (int i = 0; i < 9; i++) {
            secrets.keepNext("chairs", UUID.randomUUID(), Body.of("again " + i), DAY);
        }
        assertThat(texts()).containsExactly("again 8", "again 7", "again 6", "again 5");
        assertThat(secrets.keepNext("tables", UUID.randomUUID(), Body.of("x"), DAY))
                .as("no such monitor")
                .isFalse();
    }

    @Test
    void another_document_keeps_it_and_it_goes_with_its_monitor_and_the_audit_tells_nothing_of_it() {
        secrets.keepFirst("chairs", UUID.randomUUID(), Body.of("planted-in-clear"));
        monitors.put("chairs", Map.of("pages", List.of("https://shop.example/2")));
        assertThat(secrets.signing("chairs")).hasSize(1);
        secrets.keepNext("chairs", UUID.randomUUID(), Body.of("second"), DAY);

        assertThat(monitors.remove("chairs")).isTrue();

        assertThat(database.list(row -> row.getInt(1), "SELECT count(*) FROM monitor_secret"))
                .containsExactly(0);
        List<String> audit = database.list(
                row -> row.getString(1) + " " + row.getString(2),
                "SELECT action, object || coalesce(before::text, '') || coalesce(after::text, '') FROM audit"
                        + " WHERE kind = 'monitor-secret' AND object = 'chairs'");
        assertThat(audit).isNotEmpty().allMatch(line -> line.contains("chairs"));
        assertThat(String.join("", audit)).doesNotContain("sealed").doesNotContain("706c616e746564");
    }

    private List<String> texts() {
        return secrets.signing("chairs").stream()
                .map(body -> new String(body.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
