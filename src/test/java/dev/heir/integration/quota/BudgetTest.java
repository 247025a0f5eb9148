package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A budget of 100 cents that begins, or whose count is lost, when some of it is spent already. */
class BudgetTest {

    private static final Provider API = ProviderDocument.read(
            "api",
            Map.of(
                    "baseUrl",
                    "https://api.example.com",
                    "price",
                    Map.of("perCall", "0.01 EUR"),
                    "operations",
                    Map.of("look", Map.of("get", "/look"))));
    private static final Project SHOP =
            new Project("shop", Tier.CRITICAL, Optional.of(new Budget(Money.parse("1.00 EUR"), Budget.Stop.HARD)));
    private static final String BUDGET = "budget:project:shop:EUR";
    private static final String MONTH = "1mo in Z";
    private static final long CENT = 10_000_000;

    private final FakeTime time = new FakeTime();
    private final FakeStates states = new FakeStates(time);
    private final Quota quota = quota();

    private Quota quota() {
        FleetClock clock = new FleetClock(time.clock(), time.ticker());
        return new Quota(states.states(clock), clock, time.waiting(), FakeStates.config(true), time.clock());
    }

    @BeforeEach
    void nothing_is_spent() {
        states.spent(BUDGET, 0, Map.of());
    }

    private Decision admit(Quota by) {
        return admit(by, SHOP);
    }

    private Decision admit(Quota by, Project shop) {
        return by.admit(
                new Claimant(
                        shop,
                        Tier.CRITICAL,
                        API,
                        Objects.requireNonNull(API.operations().get("look")),
                        Optional.empty()),
                time.instant());
    }

    private List<Permit> admitted(int most) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < most && admit(quota) instanceof Decision.Admitted(Permit permit); i++) {
            permits.add(permit);
        }
        return permits;
    }

    private long born() {
        return states.shared(BUDGET).born();
    }

    @Test
    void a_budget_that_begins_in_mid_month_has_what_is_left_of_it() {
        states.spent(BUDGET, 97 * CENT, Map.of());
        assertThat(admitted(100)).hasSize(3);
    }

    @Test
    void one_that_begins_when_more_than_all_of_it_is_spent_admits_nothing_until_the_month_is_over() {
        states.spent(BUDGET, 250 * CENT, Map.of());
        assertThat(admitted(1)).isEmpty();
        states.spent(BUDGET, 0, Map.of());
        time.goTo(Moment.micros(java.time.Instant.parse("2023-12-01T00:00:01Z")));
        assertThat(admitted(200)).hasSize(100);
    }

    @Test
    void what_it_counted_itself_is_not_counted_again_when_the_ledger_has_it() {
        admitted(40).forEach(permit -> permit.paid(Money.parse("0.01 EUR")));
        quota.release();
        states.spent(BUDGET, 40 * CENT, Map.of(born(), 40 * CENT));
        time.go(Duration.ofSeconds(10));
        assertThat(admitted(100)).hasSize(60);
    }

    @Test
    void calls_that_were_under_way_when_it_began_count_as_soon_as_they_are_recorded() {
        admitted(10).forEach(permit -> permit.paid(Money.parse("0.01 EUR")));
        quota.release();
        states.spent(BUDGET, 55 * CENT, Map.of(born(), 10 * CENT)); // 45 of them nobody counted
        time.go(Duration.ofSeconds(10));
        assertThat(admitted(100)).hasSize(45);
    }

    @Test
    void what_was_spent_while_there_was_no_budget_counts_when_it_comes_back() {
        admitted(20).forEach(permit -> permit.paid(Money.parse("0.01 EUR")));
        quota.release();
        time.go(Duration.ofDays(1));
        states.spent(BUDGET, 90 * CENT, Map.of(born(), 20 * CENT));
        List<Decision> decisions = new ArrayList<>();
        Quota another = quota();
        for (int i = 0; i < 20; i++) {
            decisions.add(admit(another));
        }
        assertThat(decisions).filteredOn(Decision.Admitted.class::isInstance).hasSize(10);
    }

    @Test
    void a_count_that_is_lost_begins_with_what_the_ledger_has_and_nothing_that_was_leased_before_comes_back() {
        List<Permit> before = admitted(30);
        quota.release();
        long lost = born();
        states.lose(BUDGET);
        states.spent(BUDGET, 15 * CENT, Map.of(lost, 15 * CENT));
        time.go(Duration.ofSeconds(10));
        assertThat(admitted(100)).hasSize(85);
        quota.release();
        before.forEach(permit -> permit.paid(Money.parse("0.005 EUR")));
        quota.release();
        assertThat(born()).isGreaterThan(lost);
        assertThat(states.counted(BUDGET, MONTH)).isEqualTo(85 * CENT);
    }

    @Test
    void a_clock_that_stepped_past_the_months_end_and_back_gives_nobody_the_budget_again() {
        states.spent(BUDGET, 90 * CENT, Map.of());
        assertThat(admitted(4)).hasSize(4);
        quota.release();
        states.setClock(Duration.ofDays(30));
        states.spent(BUDGET, 0, Map.of()); // of the month it seems to be
        assertThat(admit(quota())).isInstanceOf(Decision.Admitted.class);
        states.setClock(Duration.ofDays(-30));
        states.spent(BUDGET, 94 * CENT, Map.of(born(), 4 * CENT));
        Quota back = quota();
        int more = 0;
        for (int i = 0; i < 100; i++) {
            more += admit(back) instanceof Decision.Admitted ? 1 : 0;
        }
        assertThat(more).isBetween(1, 6);
    }

    @Test
    void what_the_ledger_said_by_a_clock_that_was_ahead_is_believed_no_longer_when_it_is_back() {
        states.setClock(Duration.ofDays(30));
        assertThat(admitted(1)).hasSize(1); // the budget begins
        quota.release();
        states.setClock(Duration.ofDays(-30));
        states.spent(BUDGET, 70 * CENT, Map.of());
        admit(quota()); // finds what was read in the future
        assertThat(states.shared(BUDGET).beside()).singleElement().satisfies(read -> assertThat(read.asOf())
                .isLessThanOrEqualTo(time.micros()));
        Quota back = quota();
        int more = 0;
        for (int i = 0; i < 100; i++) {
            more += admit(back) instanceof Decision.Admitted ? 1 : 0;
        }
        assertThat(more).isLessThanOrEqualTo(30);
    }

    @Test
    void what_a_call_cost_more_counts_though_the_budget_began_by_a_clock_that_was_ahead() {
        states.setClock(Duration.ofDays(2));
        assertThat(admitted(1)).hasSize(1);
        quota.release();
        states.setClock(Duration.ofDays(-2));
        Quota back = quota();
        Permit permit = ((Decision.Admitted) admit(back)).permit();
        back.release();
        long before = states.counted(BUDGET, MONTH);
        permit.paid(Money.parse("0.21 EUR"));
        back.release();
        assertThat(states.counted(BUDGET, MONTH) - before).isEqualTo(20 * CENT);
    }

    @Test
    void just_before_a_month_ends_nobody_is_told_that_a_budget_with_room_is_used_up() {
        Instant end = Instant.parse("2023-12-01T00:00:00Z");
        time.goTo(Moment.micros(end.minusMillis(400)));
        Decision.Refused refused = (Decision.Refused) admit(quota);
        assertThat(refused.money()).isFalse();
        assertThat(refused.notBefore()).isBetween(end, end.plusMillis(50));

        states.spent(BUDGET, 250 * CENT, Map.of());
        time.go(Duration.ofMillis(1));
        assertThat(((Decision.Refused) admit(quota(), SHOP)).money()).isTrue();
    }

    @Test
    void what_is_spent_beyond_all_budgets_is_refused_and_not_miscounted() {
        states.spent(BUDGET, Nanos.of(new BigDecimal("1e30")), Map.of());
        assertThat(admit(quota)).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void a_budget_that_is_only_watched_counts_any_price() {
        Project watched =
                new Project("shop", Tier.CRITICAL, Optional.of(new Budget(Money.parse("1.00 EUR"), Budget.Stop.SOFT)));
        Quota soft = quota();
        for (int i = 0; i < 1_000; i++) {
            Permit permit = ((Decision.Admitted) admit(soft, watched)).permit();
            permit.paid(Money.parse("10000000 EUR"));
            if (i % 100 == 0) {
                soft.release();
            }
        }
        soft.release();
        assertThat(states.counted(BUDGET, MONTH)).isGreaterThanOrEqualTo(2_000_000_000L * 100 * CENT);
        assertThat(admit(quota(), watched)).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void the_ledger_hears_which_limiter_counted_a_call() {
        Permit.Counted counted = admitted(1).getFirst().paid(Money.parse("0.01 EUR"));
        assertThat(counted).isEqualTo(new Permit.Counted(born(), 0));
        assertThat(born()).isPositive();
    }
}
