package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.quota.Spent;
import io.agroal.api.AgroalDataSource;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SpendRowsTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);
    private static final Database database = new Database(pool);
    private static final PostgresLedger ledger = new PostgresLedger(pool, new Instance());

    @Test
    void what_many_callers_spend_adds_up_to_the_last_digit() throws Exception {
        BigDecimal expected = BigDecimal.ZERO;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DprId>> given = new ArrayList<>();
            for (int n = 1; n <= 300; n++) {
                BigDecimal cost = BigDecimal.valueOf(n * 7L + 1_000_000_000L, 9);
                expected = expected.add(cost);
                CallRecord call = Calls.priced(
                        n % 3 == 0 ? Calls.failed("crowd", "trouble") : Calls.answered("crowd"),
                        cost.toPlainString() + " USD",
                        Map.of("calls", 1L, "tokens", (long) n));
                given.add(callers.submit(() -> ledger.record(call, Optional.empty())));
            }
            for (Future<DprId> id : given) {
                id.get();
            }
        }

        assertThat(spent("crowd"))
                .containsExactly(
                        "stripe USD 300 " + expected.stripTrailingZeros().toPlainString());
        assertThat(used("crowd")).containsExactly("calls 300", "tokens 45150");
    }

    @Test
    void a_call_that_does_not_wait_counts_on_the_day_of_utc_on_which_it_was_received() {
        record(Calls.priced(
                Calls.answered("late", Instant.parse("2026-01-31T23:59:59.999999Z")), "1 EUR", Map.of("calls", 1L)));
        record(Calls.priced(
                Calls.answered("late", Instant.parse("2026-02-01T00:00:00Z")), "2 EUR", Map.of("calls", 1L)));

        assertThat(database.list(
                        row -> row.getObject("day", LocalDate.class) + " " + row.getBigDecimal("cost"),
                        "SELECT day, cost FROM spend WHERE project = 'late' ORDER BY day"))
                .containsExactly("2026-01-31 1", "2026-02-01 2");
    }

    @Test
    void a_call_that_waited_over_a_months_end_counts_in_the_month_in_which_it_was_sent() {
        Instant received = Instant.parse("2026-03-31T23:59:59.9Z");
        Instant sent = Instant.parse("2026-04-01T00:00:00.1Z");
        record(Calls.sent(Calls.priced(Calls.answered("waited", received), "1 EUR", Map.of("calls", 1L)), sent));
        record(Calls.sent(
                Calls.billedBy(
                        Calls.priced(Calls.answered("waited", received), "1 EUR", Map.of("calls", 1L)),
                        "mirror",
                        "5 EUR",
                        Map.of("calls", 1L)),
                sent));
        CallRecord deferred = Calls.priced(Calls.deferred("waited"), "0 EUR", Map.of());
        record(deferred);
        ledger.complete(Calls.sent(finished(deferred, "4 EUR"), sent), Optional.empty());

        assertThat(database.list(
                        row -> row.getString("provider") + " " + row.getObject("day", LocalDate.class) + " "
                                + row.getBigDecimal("cost"),
                        "SELECT provider, day, cost FROM spend WHERE project = 'waited' ORDER BY provider"))
                .containsExactly("mirror 2026-04-01 5", "stripe 2026-04-01 6");
        assertThat(database.list(
                        row -> row.getObject("day", LocalDate.class) + " " + row.getLong("units"),
                        "SELECT day, sum(units) AS units FROM spend_unit WHERE project = 'waited' GROUP BY day"))
                .containsExactly("2026-04-01 4");
    }

    @Test
    void a_sum_beyond_all_budgets_is_read_as_such() {
        record(Calls.priced(Calls.answered("rich"), "999999999999999 USD", Map.of("calls", 1L)));
        assertThat(BudgetRows.spent(database, "budget:project:rich:USD")
                        .orElseThrow()
                        .nanos())
                .isGreaterThan(2_000_000_000L * 1_000_000_000L);
    }

    @Test
    void calls_without_a_price_are_counted_and_calls_that_used_nothing_leave_no_row() {
        record(Calls.priced(Calls.answered("free"), "", Map.of("calls", 2L)));
        record(Calls.priced(Calls.answered("nothing"), "", Map.of()));
        record(Calls.priced(Calls.answered("nothing"), "0 USD", Map.of()));

        assertThat(spent("free")).containsExactly("stripe  2 0");
        assertThat(spent("nothing")).isEmpty();
    }

    @Test
    void a_deferred_call_is_paid_for_when_it_is_finished_and_so_are_attempts_that_come_late() {
        CallRecord deferred = Calls.priced(Calls.deferred("patient"), "0 USD", Map.of());
        DprId id = record(deferred);
        assertThat(spent("patient")).isEmpty();

        ledger.complete(finished(deferred, "0.25 USD"), Optional.empty());
        assertThat(spent("patient")).containsExactly("stripe USD 1 0.25");

        ledger.complete(finished(deferred, "0.125 USD"), Optional.empty());
        assertThat(spent("patient")).containsExactly("stripe USD 2 0.375");
        CallRecord kept = ledger.find("patient", id.toString()).orElseThrow().call();
        assertThat(kept.cost()).contains(Money.parse("0.375 USD"));
        assertThat(kept.use().units()).isEqualTo(Map.of("calls", 2L));
    }

    @Test
    void the_sums_follow_the_row_when_the_currency_of_the_price_was_changed_meanwhile() {
        CallRecord deferred = Calls.priced(Calls.deferred("moved"), "1 USD", Map.of("calls", 1L));
        record(deferred);

        ledger.complete(finished(deferred, "3 EUR"), Optional.empty());

        assertThat(spent("moved")).containsExactly("stripe EUR 2 3", "stripe USD 0 0");
        assertThat(used("moved")).containsExactly("calls 2");
    }

    @Test
    void the_months_units_are_known_within_a_second() {
        HandClock clock = new HandClock();
        MonthlyUse use = new MonthlyUseView(database, clock);
        Instant may = Instant.parse("2026-05-31T12:00:00Z");
        assertThat(use.units("stripe", may)).isEmpty();

        record(Calls.priced(Calls.answered("one", may), "", Map.of("calls", 1L, "tokens", 10L)));
        record(Calls.priced(Calls.answered("two", Instant.parse("2026-05-01T00:00:00Z")), "", Map.of("calls", 4L)));
        record(Calls.priced(Calls.answered("two", Instant.parse("2026-06-01T00:00:00Z")), "", Map.of("calls", 8L)));
        assertThat(use.units("stripe", may)).isEmpty();
        clock.now = clock.now.plusSeconds(1);

        assertThat(use.units("stripe", may)).isEqualTo(Map.of("calls", 5L, "tokens", 10L));
        assertThat(use.units("stripe", Instant.parse("2026-06-30T00:00:00Z"))).isEqualTo(Map.of("calls", 8L));
        assertThat(use.units("other", may)).isEmpty();
    }

    @Test
    void units_that_are_counted_get_a_place_that_nobody_else_has_whichever_instance_counts_them() throws Exception {
        Instant may = Instant.parse("2026-05-31T12:00:00Z");
        record(Calls.priced(Calls.answered("before"), "", Map.of("calls", 1L)));
        Instant day = Calls.answered("before").receivedAt();
        List<MonthlyUse> instances =
                List.of(new MonthlyUseView(database, new HandClock()), new MonthlyUseView(database, new HandClock()));
        List<Long> places = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, Long>>> counted = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                MonthlyUse use = instances.get(n % 2);
                Map<String, Long> units = n % 5 == 0 ? Map.of("calls", 1L, "tokens", 7L) : Map.of("calls", 1L);
                counted.add(callers.submit(() -> use.count("places", may, units)));
            }
            for (Future<Map<String, Long>> each : counted) {
                places.add(each.get().get("calls"));
            }
        }
        assertThat(places)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 200).boxed().toList());
        assertThat(instances.getFirst().count("places", may, Map.of("calls", 1L, "tokens", 1L)))
                .isEqualTo(Map.of("calls", 200L, "tokens", 280L));
        assertThat(instances
                        .getFirst()
                        .count("stripe", day, Map.of("calls", 3L))
                        .get("calls"))
                .as("what the ledger has already counts too")
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void of_what_limiters_counted_the_latest_ones_sum_is_kept_and_the_rest_was_spent_beside_it() throws Exception {
        CallRecord plain = Calls.priced(Calls.answered("purse"), "1.5 USD", Map.of("calls", 1L));
        record(plain);
        List<CallRecord> calls = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            CallRecord call = Calls.priced(Calls.answered("purse"), "0.25 USD", Map.of("calls", 1L));
            calls.add(Calls.counted(call, n % 3 == 0 ? 0 : 1_000 + n % 3, 7_000));
        }
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<DprId> each : calls.stream()
                    .map(call -> callers.submit(() -> record(call)))
                    .toList()) {
                each.get();
            }
        }
        CallRecord deferred = Calls.priced(Calls.deferred("purse"), "0 USD", Map.of());
        record(deferred);
        ledger.complete(Calls.counted(finished(deferred, "0.125 USD"), 1_002, 0), Optional.empty());

        Spent project = BudgetRows.spent(database, "budget:project:purse:USD").orElseThrow();
        assertThat(project.nanos()).isEqualTo(16_625_000_000L);
        assertThat(project.counted()).isEqualTo(Map.of(1_002L, 5_125_000_000L));
        assertThat(project.until()).isGreaterThan(project.asOf());
        assertThat(BudgetRows.spent(database, "budget:provider:stripe:USD")
                        .orElseThrow()
                        .counted())
                .containsEntry(7_000L, 15_000_000_000L);
        assertThat(BudgetRows.spent(database, "budget:project:nobody:EUR")
                        .orElseThrow()
                        .nanos())
                .isZero();
        assertThat(BudgetRows.spent(database, "stripe#key-1")).isEmpty();
    }

    @Test
    void what_a_fallback_provider_bills_is_its_own_and_the_calls_cost_is_the_sum() {
        CallRecord call = Calls.billedBy(
                Calls.priced(Calls.answered("helped"), "0.25 USD", Map.of("calls", 1L)),
                "mirror",
                "0.5 USD",
                Map.of("calls", 1L, "pages", 3L));
        DprId id = record(call);
        record(Calls.billedBy(Calls.priced(Calls.answered("helped"), "", Map.of()), "free", "", Map.of("calls", 2L)));
        CallRecord deferred = Calls.priced(Calls.deferred("helped"), "0 USD", Map.of());
        DprId later = record(deferred);
        ledger.complete(
                Calls.billedBy(
                        Calls.priced(Calls.finished(deferred), "0 USD", Map.of()),
                        "mirror",
                        "0.125 USD",
                        Map.of("calls", 1L)),
                Optional.empty());

        assertThat(spent("helped")).containsExactly("free  2 0", "mirror USD 2 0.625", "stripe USD 1 0.25");
        assertThat(used("helped")).containsExactly("calls 5", "pages 3");
        CallRecord kept = ledger.find("helped", id.toString()).orElseThrow().call();
        assertThat(kept.total()).contains(Money.parse("0.75 USD"));
        assertThat(kept.cost()).contains(Money.parse("0.25 USD"));
        assertThat(kept.use().others().getFirst().units()).isEqualTo(Map.of("calls", 1L, "pages", 3L));
        assertThat(ledger.find("helped", later.toString()).orElseThrow().call().total())
                .contains(Money.parse("0.125 USD"));
        assertThat(BudgetRows.spent(database, "budget:provider:mirror:USD")
                        .orElseThrow()
                        .counted())
                .isEqualTo(Map.of(2_002L, 625_000_000L));
    }

    private static CallRecord finished(CallRecord deferred, String cost) {
        return Calls.priced(Calls.finished(deferred), cost, Map.of("calls", 1L));
    }

    private static DprId record(CallRecord call) {
        return ledger.record(
                call, call.detail().equals("parked") ? Optional.of(Calls.parked(call, Calls.now())) : Optional.empty());
    }

    private static List<String> spent(String project) {
        return database.list(
                row -> row.getString("provider") + " " + row.getString("currency") + " " + row.getLong("calls") + " "
                        + row.getBigDecimal("cost").stripTrailingZeros().toPlainString(),
                "SELECT * FROM spend WHERE project = ? ORDER BY provider, currency",
                project);
    }

    private static List<String> used(String project) {
        return database.list(
                row -> row.getString("unit") + " " + row.getLong("units"),
                "SELECT unit, sum(units) AS units FROM spend_unit WHERE project = ? GROUP BY unit ORDER BY unit",
                project);
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
