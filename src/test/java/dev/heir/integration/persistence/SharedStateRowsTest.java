package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.persistence.FaultySource.Break;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Granted;
import dev.heir.integration.quota.Moment;
import dev.heir.integration.quota.Shared;
import dev.heir.integration.quota.SharedStates;
import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SharedStateRowsTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);

    private final FaultySource source = new FaultySource(pool);
    private final FleetClock clock = clock();
    private final SharedStateRows rows = rows(source, clock);
    private final SharedStateRows another = rows(pool, clock());

    /** Each test has a scope of its own. */
    private final String scope = "scope-" + UUID.randomUUID();

    @Test
    void a_scope_that_nobody_used_is_new() {
        assertThat(rows.read(scope)).isEqualTo(Shared.NEW);
        assertThat(rows.page(Optional.of(scope), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void the_first_use_makes_the_row() {
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(1);
        assertThat(rows.read(scope)).isEqualTo(counted(1));
        assertThat(source.sent()).anyMatch(sql -> sql.startsWith("INSERT INTO quota_scope"));
    }

    @Test
    void while_nobody_else_changes_it_each_change_is_one_statement() {
        rows.change(scope, SharedStateRowsTest::addOne);
        source.sent();
        for (int change = 2; change <= 5; change++) {
            assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(change);
            assertThat(source.sent()).singleElement().asString().startsWith("WITH mine AS");
        }
        assertThat(another.read(scope)).isEqualTo(counted(5));
    }

    @Test
    void what_another_instance_changed_is_read_under_the_lock_and_then_it_is_one_statement_again() {
        rows.change(scope, SharedStateRowsTest::addOne);
        another.change(scope, SharedStateRowsTest::addOne);
        source.sent();
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(3);
        assertThat(source.sent()).hasSize(3).anyMatch(sql -> sql.endsWith("FOR UPDATE"));
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(4);
        assertThat(source.sent()).hasSize(1);
    }

    @Test
    void no_change_is_lost_when_many_threads_of_many_instances_change_it_at_once() throws Exception {
        int instances = 4;
        int threads = 4;
        int each = 40;
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int instance = 0; instance < instances; instance++) {
                SharedStateRows its = rows(pool, clock());
                for (int thread = 0; thread < threads; thread++) {
                    work.add(executor.submit(() -> {
                        for (int n = 0; n < each; n++) {
                            its.change(scope, SharedStateRowsTest::addOne);
                        }
                    }));
                }
            }
            for (Future<?> done : work) {
                done.get();
            }
        }
        assertThat(rows.read(scope)).isEqualTo(counted((long) instances * threads * each));
    }

    @Test
    void a_statement_that_was_worked_out_after_what_the_databases_clock_shows_is_refused_and_worked_out_anew() {
        rows.change(scope, SharedStateRowsTest::addOne);
        // As it was shown by a server that has failed over to one whose clock is an hour behind.
        clock.read(clock.asked(), Instant.now().plus(Duration.ofHours(1)));
        List<Moment> moments = new ArrayList<>();
        rows.change(scope, (before, now) -> {
            moments.add(now);
            return addOne(before, now);
        });
        long soon = Moment.exactly(Instant.now().plusSeconds(60)).earliestMicros();
        assertThat(moments).hasSize(2);
        assertThat(moments.getFirst().earliestMicros()).isGreaterThan(soon);
        assertThat(moments.getLast().latestMicros()).isLessThan(soon);
        assertThat(rows.read(scope)).isEqualTo(counted(2));
    }

    @Test
    void nobody_is_refused_because_this_process_does_not_know_the_time() {
        Frozen process = new Frozen();
        SharedStateRows thawed = rows(source, process.clock);
        thawed.change(scope, SharedStateRowsTest::addOne);
        process.freeze(Duration.ofHours(1));
        source.sent();
        List<Moment> moments = new ArrayList<>();
        Granted granted = thawed.change(scope, (before, now) -> {
            moments.add(now);
            return now.isVague() ? refuse(before) : addOne(before, now);
        });
        assertThat(moments).extracting(Moment::isVague).containsExactly(true, false);
        assertThat(granted.refusal()).isEmpty();
        assertThat(source.sent()).hasSize(2).noneMatch(sql -> sql.startsWith("WITH mine"));
    }

    @Test
    void what_is_granted_though_the_time_is_vague_needs_no_lock() {
        Frozen process = new Frozen();
        SharedStateRows thawed = rows(source, process.clock);
        thawed.change(scope, SharedStateRowsTest::addOne);
        process.freeze(Duration.ofHours(1));
        source.sent();
        thawed.change(scope, SharedStateRowsTest::addOne);
        assertThat(source.sent()).hasSize(1);
        assertThat(process.clock.now().isVague()).isFalse();
    }

    @Test
    void what_was_not_committed_is_not_built_upon() {
        source.breakOnce(Break.BEFORE_COMMIT);
        assertThatThrownBy(() -> rows.change(scope, SharedStateRowsTest::addOne))
                .isInstanceOf(LedgerUnavailable.class);
        assertThat(rows.read(scope)).isEqualTo(Shared.NEW);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(1);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(2);
        assertThat(another.read(scope)).isEqualTo(counted(2));
    }

    @Test
    void what_was_rolled_back_after_others_changed_it_is_not_built_upon() {
        rows.change(scope, SharedStateRowsTest::addOne);
        another.change(scope, SharedStateRowsTest::addOne);
        source.breakOnce(Break.BEFORE_COMMIT);
        assertThatThrownBy(() -> rows.change(scope, SharedStateRowsTest::addOne))
                .isInstanceOf(LedgerUnavailable.class);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(3);
        assertThat(another.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(4);
    }

    @Test
    void what_was_committed_though_nobody_heard_of_it_is_seen_by_the_next() {
        source.breakOnce(Break.AFTER_COMMIT);
        assertThatThrownBy(() -> rows.change(scope, SharedStateRowsTest::addOne))
                .isInstanceOf(LedgerUnavailable.class);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(2);
        source.breakOnce(Break.AFTER_STATEMENT); // the one statement, which commits itself
        assertThatThrownBy(() -> rows.change(scope, SharedStateRowsTest::addOne))
                .isInstanceOf(LedgerUnavailable.class);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(4);
        assertThat(another.read(scope)).isEqualTo(counted(4));
    }

    @Test
    void a_change_that_fails_itself_changes_nothing() {
        rows.change(scope, SharedStateRowsTest::addOne);
        SharedStates.Transition bug = (before, now) -> {
            throw new IllegalArgumentException("a bug");
        };
        assertThatThrownBy(() -> rows.change(scope, bug)).hasMessage("a bug");
        assertThatThrownBy(() -> another.change(scope, bug)).hasMessage("a bug");
        assertThat(another.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(2);
    }

    @Test
    void a_row_that_was_deleted_begins_anew() {
        rows.change(scope, SharedStateRowsTest::addOne);
        new Database(pool).update("DELETE FROM quota_scope WHERE scope = ?", scope);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(1);
    }

    @Test
    void what_an_older_version_wrote_is_read_and_goes_on() {
        new Database(pool).update("""
                INSERT INTO quota_scope (scope, version, state) VALUES (?, gen_random_uuid(), '{"limits":
                {"1s": {"units": 10, "unit": "requests", "shadow": false}}, "usage": {"1s": [{"until": 7, "used":
                {"CRITICAL/shop": 3}}]}, "weights": {"CRITICAL/shop": 2}, "leases": [{"id": "a/CRITICAL/shop", "member":
                "CRITICAL/shop", "units": 4, "until": 5, "told": 6, "counted": 7}], "lapsed": [], "forgotten": 9,
                "claims": [], "learnt": {"factor": 0.8, "perWindow": 0.0, "answered": 3, "limited": 4, "since": 5},
                "stated": []}')
                """, scope);
        Shared old = new Shared(
                Map.of("1s", new Shared.Limited(10, "requests", false)),
                Map.of("1s", List.of(new Shared.Slot(7, Map.of("CRITICAL/shop", 3L)))),
                Map.of("CRITICAL/shop", 2),
                List.of(new Shared.Lease("a/CRITICAL/shop", "CRITICAL/shop", 4, 5, 6, 7)),
                List.of(),
                9,
                List.of(),
                new Shared.Learnt(0.8, 0, 3, 4, 5, Map.of()),
                List.of(),
                0,
                List.of());
        assertThat(rows.read(scope)).isEqualTo(old);
        rows.change(scope, (before, now) -> granted(before));
        assertThat(another.read(scope)).isEqualTo(old);
        assertThat(new Database(pool)
                        .first(row -> row.getString(1), "SELECT state ->> 'f' FROM quota_scope WHERE scope = ?", scope))
                .contains("2");
    }

    @Test
    void few_or_many_of_the_members_in_a_slot_and_leases_by_other_names_survive_the_row() {
        Shared all = new Shared(
                Map.of("1s", new Shared.Limited(10, "requests", true)),
                Map.of(
                        "1s",
                        List.of(
                                new Shared.Slot(1, Map.of("CRITICAL/a", 3L)),
                                new Shared.Slot(2, Map.of("CRITICAL/a", 1L, "CRITICAL/b", 2L, "CRITICAL/c", 3L)),
                                new Shared.Slot(3, Map.of("IMPORTANT/d", 4L)),
                                new Shared.Slot(4, Map.of())),
                        "1d in Z",
                        List.of()),
                Map.of("CRITICAL/b", 7, "CRITICAL/c", 1, "NICE_TO_HAVE/e", 3),
                List.of(new Shared.Lease("odd", "CRITICAL/z", 4, 5, 6, 7)),
                List.of(),
                0,
                List.of(),
                Shared.Learnt.NOTHING,
                List.of(),
                0,
                List.of());
        rows.change(scope, (before, now) -> granted(all));
        assertThat(another.read(scope)).isEqualTo(all);
    }

    @Test
    void everything_that_is_shared_survives_the_row() {
        Shared all = new Shared(
                Map.of("1s", new Shared.Limited(10, "requests", false)),
                Map.of("1s", List.of(new Shared.Slot(7, Map.of("CRITICAL/shop", 3L)))),
                Map.of("CRITICAL/shop", 2),
                List.of(new Shared.Lease("a/CRITICAL/shop", "CRITICAL/shop", 4, 5, 6, 7)),
                List.of(new Shared.Lease("b/CRITICAL/shop", "CRITICAL/shop", 5, 6, 7, 8)),
                9,
                List.of(new Shared.Claim("c/CRITICAL/shop", "CRITICAL/shop", 1, 2, 3, 4)),
                new Shared.Learnt(0.8, 12.5, 3, 4, 5, Map.of("key-1", 6L)),
                List.of(new Shared.Stated(6, 7)),
                8,
                List.of(new Shared.Beside(9, 10, 11), new Shared.Beside(6, 7, 8)));
        rows.change(scope, (before, now) -> granted(all));
        assertThat(another.read(scope)).isEqualTo(all);
    }

    @Test
    void what_an_older_version_wrote_is_read() {
        new Database(pool).update("""
                INSERT INTO quota_scope (scope, version, state) VALUES (?, gen_random_uuid(), '{"usage":{},"weights":{},
                "leases":[],"claims":[],"learnt":{"factor":1.0,"perWindow":0.0,"answered":0,"limited":0,"since":0},
                "stated":[]}')""", scope);
        assertThat(rows.read(scope)).isEqualTo(Shared.NEW);
        assertThat(rows.change(scope, SharedStateRowsTest::addOne).units()).isEqualTo(1);
    }

    @Test
    void a_page_holds_what_is_of_a_provider_in_the_order_of_names() {
        String shop = "shop-" + UUID.randomUUID();
        List<String> of = List.of(
                shop, shop + "#key-1", shop + "/list-orders", shop + ":tokens", "budget:provider:" + shop + ":EUR");
        of.forEach(name -> rows.change(name, SharedStateRowsTest::addOne));
        for (String other : List.of(shop + "2", "budget:project:" + shop + ":EUR", "a" + shop)) {
            rows.change(other, SharedStateRowsTest::addOne);
        }
        List<String> sorted = new Database(pool)
                .list(
                        row -> row.getString(1),
                        "SELECT name FROM unnest(string_to_array(?, ',')) AS name ORDER BY name",
                        String.join(",", of));
        assertThat(names(shop, Optional.empty(), 10)).containsExactlyElementsOf(sorted);
        assertThat(names(shop, Optional.empty(), 2)).containsExactlyElementsOf(sorted.subList(0, 2));
        assertThat(names(shop, Optional.of(sorted.get(1)), 2)).containsExactlyElementsOf(sorted.subList(2, 4));
        assertThat(names(shop, Optional.of(sorted.getLast()), 2)).isEmpty();
        assertThat(rows.page(Optional.empty(), Optional.empty(), 1000))
                .extracting(SharedStates.Named::scope)
                .containsAll(of)
                .contains(shop + "2");
        assertThat(rows.page(Optional.of(shop), Optional.empty(), 1))
                .extracting(SharedStates.Named::state)
                .containsExactly(counted(1));
    }

    private List<String> names(String provider, Optional<String> after, int size) {
        return rows.page(Optional.of(provider), after, size).stream()
                .map(SharedStates.Named::scope)
                .toList();
    }

    /** A process that may be frozen: its wall clock goes on, its ticker stands still. */
    private static final class Frozen {
        private Duration slept = Duration.ZERO;
        private final InstantSource wall = () -> Instant.now().plus(slept);
        final FleetClock clock = new FleetClock(wall.withZone(ZoneOffset.UTC), System::nanoTime);

        void freeze(Duration time) {
            slept = slept.plus(time);
        }
    }

    private static FleetClock clock() {
        return new FleetClock(Clock.systemUTC(), System::nanoTime);
    }

    private static SharedStateRows rows(javax.sql.DataSource source, FleetClock clock) {
        return new SharedStateRows(new Database(source), new ObjectMapper().registerModule(new Jdk8Module()), clock);
    }

    /** Any number that is shared does to count with. */
    private static Granted addOne(Shared before, Moment now) {
        return granted(counted(before.forgotten() + 1));
    }

    private static Granted refuse(Shared before) {
        return new Granted(before, 0, 0, false, 0, Optional.of(new Granted.Refusal("10 per 1s", 1)));
    }

    private static Granted granted(Shared after) {
        return new Granted(after, after.forgotten(), 0, false, 0, Optional.empty());
    }

    private static Shared counted(long count) {
        return new Shared(
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                count,
                List.of(),
                Shared.Learnt.NOTHING,
                List.of(),
                0,
                List.of());
    }
}
