package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All that one request has to pass, together. */
class QuotaTest {

    private static final Provider API = ProviderDocument.read(
            "api",
            Map.of(
                    "baseUrl",
                    "https://api.example.com",
                    "limits",
                    List.of(
                            Map.of("requests", 5, "per", "1s"),
                            Map.of("units", 100, "of", "tokens", "per", "10s"),
                            Map.of("units", 60, "of", "pages", "per", "1m")),
                    "price",
                    Map.of("perUnit", Map.of("tokens", "0.000000007 EUR"), "perCall", "0.01 EUR"),
                    "operations",
                    Map.of(
                            "ask", Map.of("post", "/ask", "cost", Map.of("tokens", 50)),
                            "read", Map.of("get", "/read", "cost", Map.of("tokens", 1, "pages", 60)),
                            "look", Map.of("get", "/look"))));
    private static final Project SHOP =
            new Project("shop", Tier.CRITICAL, Optional.of(new Budget(Money.parse("1.00 EUR"), Budget.Stop.HARD)));
    private static final String BUDGET = "budget:project:shop:EUR";
    private static final String MONTH = "1mo in Z";

    private final FakeTime time = new FakeTime();
    private final FakeStates states = new FakeStates(time);
    private final Quota quota = quota(time);

    private Quota quota(FakeTime own) {
        FleetClock clock = new FleetClock(own.clock(), own.ticker());
        return new Quota(states.states(clock), clock, own.waiting(), FakeStates.config(true), own.clock());
    }

    private static Operation operation(String name) {
        return Objects.requireNonNull(API.operations().get(name));
    }

    private Claimant claimant(String operation) {
        return new Claimant(SHOP, Tier.CRITICAL, API, operation(operation), Optional.empty());
    }

    private Decision admit(String operation, Duration wait) {
        return quota.admit(claimant(operation), time.instant().plus(wait));
    }

    private Permit admitted(String operation) {
        return ((Decision.Admitted) admit(operation, Duration.ZERO)).permit();
    }

    private Decision.Refused refused(String operation) {
        return (Decision.Refused) admit(operation, Duration.ZERO);
    }

    @Test
    void a_refused_request_hears_of_the_limit_that_refused_it_and_takes_nothing_from_the_others() {
        admitted("ask");
        admitted("ask");
        Decision.Refused refused = refused("ask");
        assertThat(refused.limit()).isEqualTo("100 tokens per 10s");
        assertThat(refused.money()).isFalse();
        assertThat(refused.notBefore()).isBetween(time.instant(), time.instant().plusSeconds(11));
        quota.release();
        assertThat(states.counted("api", "1s")).isEqualTo(2);
        assertThat(states.counted(BUDGET, MONTH)).isEqualTo(2 * 10_000_350L);
    }

    @Test
    void a_limit_in_shadow_mode_counts_and_refuses_nobody_until_it_is_switched_on() {
        assertThat(admissions(shadowed(true))).isEqualTo(8);
        assertThat(admissions(shadowed(false))).isEqualTo(3);
        quota.release();
        assertThat(states.counted("shadow-true", "1h")).isEqualTo(8);
        assertThat(states.counted("shadow-false", "1h")).isEqualTo(3);
    }

    private static Provider shadowed(boolean shadow) {
        return ProviderDocument.read(
                "shadow-" + shadow,
                Map.of(
                        "baseUrl",
                        "https://shadow.example.com",
                        "limits",
                        List.of(Map.of("requests", 3, "per", "1h", "shadow", shadow)),
                        "operations",
                        Map.of("look", Map.of("get", "/look"))));
    }

    private long admissions(Provider provider) {
        Operation look = Objects.requireNonNull(provider.operations().get("look"));
        Claimant claimant = new Claimant(SHOP, Tier.CRITICAL, provider, look, Optional.empty());
        return IntStream.range(0, 8)
                .filter(_ -> quota.admit(claimant, time.instant()) instanceof Decision.Admitted)
                .count();
    }

    @Test
    void only_callers_that_really_wait_are_told_to_be_waiting_and_only_while_they_do() throws InterruptedException {
        admitted("ask");
        admitted("ask");
        refused("ask");
        assertThat(quota.waiting("api:tokens")).isZero();
        time.stand();
        Thread waiter = Thread.ofVirtual().start(() -> admit("ask", Duration.ofSeconds(30)));
        FakeTime.until(() -> quota.waiting("api:tokens") == 1);
        assertThat(quota.waiting("api")).isZero();
        FakeTime.until(() -> {
            time.go(Duration.ofMillis(500));
            return !waiter.isAlive();
        });
        waiter.join();
        assertThat(quota.waiting("api:tokens")).isZero();
    }

    @Test
    void what_is_sent_after_a_long_wait_for_one_limit_counts_as_sent_then_in_all_the_others() {
        admitted("ask");
        admitted("ask");
        Instant start = time.instant();
        assertThat(admit("ask", Duration.ofSeconds(30))).isInstanceOf(Decision.Admitted.class);
        assertThat(time.instant()).isAfter(start.plusSeconds(9));
        assertThat(states.counted("api", "1s")).isPositive();
    }

    @Test
    void one_that_waits_for_one_limit_waits_for_another_after_it() {
        admitted("read");
        Instant start = time.instant();
        admitted("ask"); // 49 tokens are left
        assertThat(admit("ask", Duration.ofSeconds(30))).isInstanceOf(Decision.Admitted.class);
        assertThat(time.instant()).isBetween(start.plusSeconds(9), start.plusSeconds(12));
        assertThat(admit("read", Duration.ofSeconds(90))).isInstanceOf(Decision.Admitted.class);
        assertThat(time.instant()).isBetween(start.plusSeconds(59), start.plusSeconds(63));
    }

    @Test
    void a_request_that_did_not_leave_gives_all_of_it_back() {
        for (int i = 0; i < 20; i++) {
            admitted("ask").giveBack();
        }
        quota.release();
        assertThat(states.counted("api", "1s")).isZero();
        assertThat(states.counted("api:tokens", "10s")).isZero();
        assertThat(states.counted(BUDGET, MONTH)).isZero();
    }

    @Test
    void a_budget_counts_what_was_paid_to_the_last_digit() {
        Permit cheaper = admitted("look");
        Permit dearer = admitted("look");
        Permit free = admitted("look");
        quota.release();
        cheaper.paid(eur("0.000000001"));
        dearer.paid(eur("0.987654321"));
        free.unpaid();
        quota.release();
        assertThat(states.counted(BUDGET, MONTH)).isEqualTo(987_654_322L);
        time.go(Duration.ofSeconds(3));
        admitted("look");
        quota.release();
        assertThat(refused("look")).satisfies(refused -> {
            assertThat(refused.money()).isTrue();
            assertThat(refused.limit()).contains("1.00 EUR");
            assertThat(refused.notBefore()).isEqualTo(Instant.parse("2023-12-01T00:00:00Z"));
        });
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), java.util.Currency.getInstance("EUR"));
    }

    @Test
    void while_the_database_fails_nothing_is_admitted_and_nothing_is_lost() {
        admitted("look");
        states.fail(FakeStates.Fault.NOT_DONE);
        assertThatThrownBy(() -> admit("read", Duration.ZERO)).hasMessageContaining("does not answer");
        states.fail(FakeStates.Fault.NONE);
        quota.release();
        assertThat(states.counted(BUDGET, MONTH)).isEqualTo(10_000_000L);
        assertThat(states.counted("api:pages", "1m")).isZero();
    }

    @Test
    void one_scope_that_fails_keeps_no_other_from_giving_back() {
        Permit permit = admitted("look");
        quota.release();
        permit.giveBack();
        states.failOn("api");
        assertThatThrownBy(quota::release).hasMessageContaining("does not answer");
        assertThat(states.counted(BUDGET, MONTH)).isZero();
    }

    @Test
    void a_limit_of_the_whole_provider_hears_of_refusals_by_credential() {
        Provider keyed = ProviderDocument.read(
                "keyed",
                Map.of(
                        "baseUrl",
                        "https://keyed.example.com",
                        "credentials",
                        List.of("one", "other"),
                        "limits",
                        List.of(Map.of("requests", 100, "per", "10s"))));
        for (int i = 0; i < 40; i++) {
            var claimant = new Claimant(
                    SHOP, Tier.CRITICAL, keyed, operation("look"), Optional.of(i % 2 == 0 ? "one" : "other"));
            ((Decision.Admitted) quota.admit(claimant, time.instant())).permit().answered(i % 4 < 2);
            time.go(Duration.ofMillis(100));
        }
        quota.release();
        assertThat(states.shared("keyed").learnt().factor()).isLessThan(1);
        assertThat(states.shared("keyed#one").learnt().perWindow()).isPositive();
    }

    @Test
    void another_weight_of_a_project_counts_from_the_next_lease_on() {
        Project light = new Project("shop", Tier.CRITICAL, Optional.empty(), 1);
        Project heavy = new Project("shop", Tier.CRITICAL, Optional.empty(), 7);
        admit(API, light);
        assertThat(states.shared("api").weights()).containsEntry("CRITICAL/shop", 1);
        time.go(Duration.ofSeconds(10));
        admit(API, heavy);
        assertThat(states.shared("api").weights()).containsEntry("CRITICAL/shop", 7);
    }

    private void admit(Provider provider, Project project) {
        var claimant = new Claimant(project, Tier.CRITICAL, provider, operation("look"), Optional.empty());
        assertThat(quota.admit(claimant, time.instant())).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void a_large_document_that_was_read_anew_unchanged_is_compared_once_and_not_for_each_request() {
        Provider before = large();
        Provider after = large();
        Project shop = new Project("shop", Tier.CRITICAL, Optional.empty());
        admit(before, shop);
        long asItIs = nanos(before, shop);
        assertThat(after).isEqualTo(before).isNotSameAs(before);
        admit(after, shop);
        // Each comparison walks thousands of operations: hundreds of times as long.
        assertThat(nanos(after, shop)).isLessThan(30 * asItIs);
    }

    private long nanos(Provider provider, Project project) {
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            admit(provider, project);
        }
        return System.nanoTime() - start;
    }

    private static Provider large() {
        Map<String, Object> operations = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            operations.put("op" + i, Map.of("get", "/things/{a}/others/" + i));
        }
        return ProviderDocument.read("large", Map.of("baseUrl", "https://large.example.com", "operations", operations));
    }

    @Test
    void a_provider_without_limits_is_only_listened_to() {
        Provider free = ProviderDocument.read("free", Map.of("baseUrl", "https://free.example.com"));
        var claimant = new Claimant(
                new Project("shop", Tier.CRITICAL, Optional.empty()),
                Tier.CRITICAL,
                free,
                operation("look"),
                Optional.empty());
        for (int i = 0; i < 1_000; i++) {
            assertThat(quota.admit(claimant, time.instant())).isInstanceOf(Decision.Admitted.class);
            time.go(Duration.ofMillis(10));
        }
        assertThat(states.statements()).isBetween(4, 10);
    }
}
