package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Money;
import dev.heir.integration.report.cost.BudgetWarnings;
import dev.heir.integration.report.cost.Owner;
import dev.heir.integration.report.cost.Spending;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SpendingRowsTest {

    private static final YearMonth MAY = YearMonth.parse("2026-05");
    private static final Owner SHOP = new Owner(Owner.Kind.PROJECT, "shop");
    private static final Owner STRIPE = new Owner(Owner.Kind.PROVIDER, "stripe");

    private static TestDatabase own;
    private static AgroalDataSource pool;
    private static Database database;
    private static Spending spending;

    @BeforeAll
    static void open() {
        own = TestDatabase.create();
        pool = own.pool(8);
        database = new Database(pool);
        spending = new SpendingRows(database);
        PostgresLedger ledger = new PostgresLedger(pool, new Instance());
        List.of(
                        call("shop", "2026-04-30T23:59:59Z", "1 EUR", 1, 3),
                        call("shop", "2026-05-01T00:00:00Z", "0.25 EUR", 1, 3),
                        call("shop", "2026-05-02T10:00:00Z", "0.5 EUR", 2, 4),
                        call("shop", "2026-05-02T10:00:59Z", "2 USD", 1, 4),
                        call("crm", "2026-05-02T11:00:00Z", "8 EUR", 1, 5),
                        call("free", "2026-05-02T11:00:00Z", "", 1, 6))
                .forEach(call -> {
                    var _ = ledger.record(call, Optional.empty());
                });
    }

    @AfterAll
    static void close() {
        pool.close();
        own.close();
    }

    @Test
    void a_month_is_listed_by_project_provider_and_currency_in_pages() {
        Spending.Filter all = new Spending.Filter(Optional.empty(), Optional.empty());

        List<Spending.Spent> first = spending.page(MAY, all, Optional.empty(), 2);
        List<Spending.Spent> rest =
                spending.page(MAY, all, Optional.of(first.getLast().position()), 10);

        assertThat(first).extracting(Spending.Spent::position).containsExactly("crm stripe EUR", "free stripe ");
        assertThat(rest)
                .extracting(spent -> spent.position() + " " + spent.calls() + " " + spent.cost())
                .containsExactly("shop stripe EUR 3 0.75", "shop stripe USD 1 2");
        assertThat(spending.page(
                        MAY, new Spending.Filter(Optional.of("crm"), Optional.of("stripe")), Optional.empty(), 9))
                .hasSize(1);
        assertThat(spending.page(MAY, new Spending.Filter(Optional.empty(), Optional.of("none")), Optional.empty(), 9))
                .isEmpty();
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> spending.page(MAY, all, Optional.of("nonsense"), 9));
    }

    @Test
    void sums_are_known_by_owner_day_and_unit() {
        assertThat(spending.totals(List.of(SHOP, STRIPE), MAY))
                .containsExactlyInAnyOrder(
                        new Spending.Total(SHOP, Money.parse("0.75 EUR")),
                        new Spending.Total(SHOP, Money.parse("2 USD")),
                        new Spending.Total(STRIPE, Money.parse("8.75 EUR")),
                        new Spending.Total(STRIPE, Money.parse("2 USD")));
        assertThat(spending.days(List.of(SHOP), LocalDate.parse("2026-04-30")))
                .extracting(day -> day.day() + " " + day.cost())
                .containsExactly("2026-04-30 1 EUR", "2026-05-01 0.25 EUR", "2026-05-02 0.5 EUR", "2026-05-02 2 USD");
        assertThat(spending.units(List.of("stripe"), MAY))
                .contains(
                        new Spending.Units("shop", "stripe", "calls", 4),
                        new Spending.Units("crm", "stripe", "calls", 1));
    }

    @Test
    void a_day_is_summed_up_once_by_whoever_comes_first() throws Exception {
        PostgresLedger ledger = new PostgresLedger(pool, new Instance());
        // Three within a minute, a fourth within the hour, one that is unlike, one that is not safe.
        for (String at : List.of("08:00:00", "08:00:20", "08:00:59", "08:30:00")) {
            var _ = ledger.record(call("repeater", "2026-06-10T" + at + "Z", "0.1 EUR", 1, 77), Optional.empty());
        }
        var _ = ledger.record(call("repeater", "2026-06-10T08:00:30Z", "0.1 EUR", 1, 78), Optional.empty());
        var _ = ledger.record(
                Calls.priced(
                        Calls.answered("repeater", Instant.parse("2026-06-10T08:00:40Z")),
                        "0.1 EUR",
                        Map.of("calls", 1L)),
                Optional.empty());
        HistoryRows history = new HistoryRows(database);
        LocalDate until = LocalDate.parse("2026-06-11");

        List<Integer> closed = together(4, () -> new HistoryRows(database).close(until, 28));

        assertThat(closed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(28);
        assertThat(history.close(until, 28)).isZero();
        assertThat(spending.repeated(List.of("stripe"), LocalDate.parse("2026-06-01")))
                .containsExactlyInAnyOrder(
                        repeated(Duration.ofMinutes(1), 5, 2, "0.2 EUR"),
                        repeated(Duration.ofHours(1), 5, 3, "0.3 EUR"));
        assertThat(spending.together(List.of("stripe"), LocalDate.parse("2026-06-01")))
                .containsExactlyInAnyOrder(
                        cameTogether(Duration.ofMinutes(1), 5), cameTogether(Duration.ofHours(1), 6));
        assertThat(history.close(until.plusDays(1), 28)).isOne();
    }

    private static Spending.Together cameTogether(Duration slot, long calls) {
        return new Spending.Together("repeater", "stripe", "charge", slot, calls, 1, Money.parse("0.1 EUR"));
    }

    @Test
    void a_provider_that_was_only_asked_for_another_has_its_case_too() {
        PostgresLedger ledger = new PostgresLedger(pool, new Instance());
        var _ = ledger.record(
                Calls.billedBy(
                        Calls.priced(
                                Calls.answered("helped", Instant.parse("2026-07-10T08:00:00Z")), "0 EUR", Map.of()),
                        "mirror",
                        "1 EUR",
                        Map.of("calls", 1L)),
                Optional.empty());
        YearMonth july = YearMonth.parse("2026-07");
        for (Owner owner : List.of(new Owner(Owner.Kind.PROVIDER, "mirror"), new Owner(Owner.Kind.PROJECT, "helped"))) {
            assertThat(new BudgetWarningRows(database)
                            .open(new BudgetWarnings.Warning(owner, july, Money.parse("1 EUR"), List.of())))
                    .isTrue();
        }
        assertThat(new BudgetWarningRows(database)
                        .open(new BudgetWarnings.Warning(
                                new Owner(Owner.Kind.PROVIDER, "nobody"), july, Money.parse("1 EUR"), List.of())))
                .isFalse();
        database.update("DELETE FROM escalation WHERE project = 'helped'");
    }

    @Test
    void a_budget_has_one_case_a_month_however_many_see_it_and_whatever_became_of_it() throws Exception {
        BudgetWarnings.Warning warning =
                new BudgetWarnings.Warning(SHOP, MAY, Money.parse("0.75 EUR"), List.of("75% are spent", "raise it"));

        List<Boolean> opened = together(8, () -> new BudgetWarningRows(database).open(warning));
        assertThat(opened).containsOnlyOnce(true);
        assertThat(cases())
                .containsExactly("OPEN budget of project 'shop' in 2026-05 stripe [\"75% are spent\", \"raise it\"]");

        database.update("UPDATE escalation SET status = 'RESOLVED'");
        assertThat(new BudgetWarningRows(database).open(warning)).isFalse();
        assertThat(cases()).hasSize(1);

        assertThat(new BudgetWarningRows(database)
                        .open(new BudgetWarnings.Warning(SHOP, MAY.minusMonths(1), Money.parse("1 EUR"), List.of())))
                .isTrue();
        assertThat(cases()).hasSize(2);
    }

    private static List<String> cases() {
        return database.list(
                row -> row.getString("status") + " " + row.getString("cause") + " " + row.getString("provider") + " "
                        + row.getString("recommendations"),
                "SELECT * FROM escalation WHERE triggers = ARRAY['COST_THRESHOLD_EXCEEDED'] ORDER BY opened_at");
    }

    private static <T> List<T> together(int many, Callable<T> what) throws Exception {
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int n = 0; n < many; n++) {
                running.add(instances.submit(what));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static Spending.Repeated repeated(Duration kept, long calls, long repeats, String cost) {
        return new Spending.Repeated(
                "repeater", "stripe", "charge", kept, calls, repeats, Optional.of(Money.parse(cost)));
    }

    private static CallRecord call(String project, String at, String cost, long calls, long likeness) {
        CallRecord call = Calls.priced(Calls.answered(project, Instant.parse(at)), cost, Map.of("calls", calls));
        return Calls.alike(call, likeness);
    }
}
