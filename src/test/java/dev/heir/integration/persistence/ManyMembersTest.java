package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Granted;
import dev.heir.integration.quota.Shared;
import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is shared of one limit by hundreds of projects, with use in each of its window's fifty slots. */
class ManyMembersTest {

    private static final int MEMBERS = 500;

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(2);
    private static final Database database = new Database(pool);
    private final SharedStateRows rows = new SharedStateRows(
            database,
            new ObjectMapper().registerModule(new Jdk8Module()),
            new FleetClock(Clock.systemUTC(), System::nanoTime));

    private static Shared shared() {
        Map<String, Integer> weights = new HashMap<>();
        List<Shared.Slot> slots = new ArrayList<>();
        List<Shared.Lease> leases = new ArrayList<>();
        long now = 1_790_000_000_000_000L;
        for (int i = 0; i < MEMBERS; i++) {
            String member = "IMPORTANT/project-number-" + i;
            weights.put(member, 1);
            leases.add(new Shared.Lease(
                    "9f3c2d1e-0000-4000-8000-0123456789ab/" + member, member, 12, now + i, 1_000 + i, now));
        }
        for (int slot = 0; slot < 50; slot++) {
            Map<String, Long> used = new HashMap<>();
            weights.keySet().forEach(member -> used.put(member, 17L));
            slots.add(new Shared.Slot(now + slot * 1_200_000L, used));
        }
        return new Shared(
                Map.of("1m", new Shared.Limited(1_000_000, "requests", false)),
                Map.of("1m", slots),
                weights,
                leases,
                List.of(),
                0,
                List.of(),
                Shared.Learnt.NOTHING,
                List.of(),
                0,
                List.of());
    }

    @Test
    void what_hundreds_of_projects_share_is_small_enough_to_write_with_each_lease() {
        Shared all = shared();
        for (int i = 0; i < 40; i++) {
            rows.change("many", (before, now) -> new Granted(all, 0, 0, false, 0, Optional.empty()));
        }
        long start = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            rows.change("many", (before, now) -> new Granted(all, 0, 0, false, 0, Optional.empty()));
        }
        Duration each = Duration.ofNanos((System.nanoTime() - start) / 40);
        start = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            assertThat(rows.read("many")).isEqualTo(all);
        }
        Duration read = Duration.ofNanos((System.nanoTime() - start) / 40);
        long text = database.first(row -> row.getLong(1), "SELECT length(state::text) FROM quota_scope")
                .orElseThrow();
        long stored = database.first(row -> row.getLong(1), "SELECT pg_column_size(state) FROM quota_scope")
                .orElseThrow();
        System.out.printf(
                "quota: %d members share a limit in %d KB, %d KB on the disk; a change takes %d us, reading it %d us%n",
                MEMBERS, text / 1_000, stored / 1_000, each.toNanos() / 1_000, read.toNanos() / 1_000);
        assertThat(text).isLessThan(200_000);
    }
}
