package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LimitDocumentTest {

    @Test
    void a_limit_in_units_that_no_operation_costs_is_warned_of() {
        Map<String, Object> document = Map.of(
                "baseUrl",
                "https://a.example",
                "limits",
                List.of(Map.of("units", 5, "of", "tokens", "per", "1s"), Map.of("requests", 5, "per", "1s")),
                "operations",
                Map.of("ask", Map.of("get", "/ask")));
        assertThat(ProviderDocument.warnings(
                        ProviderDocument.read("a", document), id -> true, name -> true, id -> true))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("cost: { tokens: 1 }"));
    }

    @Test
    void a_price_for_units_that_no_operation_takes_is_warned_of() {
        Provider paid = ProviderDocument.read(
                "a",
                Map.of(
                        "baseUrl",
                        "https://a.example",
                        "price",
                        Map.of("perUnit", Map.of("tokens", "0.01 USD", "images", "1 USD", "requests", "1 USD")),
                        "operations",
                        Map.of("ask", Map.of("get", "/ask", "cost", Map.of("tokens", 5)))));
        assertThat(ProviderDocument.warnings(paid, id -> true, name -> true, id -> true))
                .extracting(Flaw::value)
                .containsExactly("images");
    }

    @Test
    void a_budget_in_a_currency_that_nobody_is_paid_in_is_warned_of() {
        Provider paid = ProviderDocument.read(
                "a", Map.of("baseUrl", "https://a.example", "price", Map.of("perCall", "0.01 USD")));
        Project project = ProjectDocument.read("p", Map.of("monthlyBudget", "5 EUR"));
        assertThat(ProjectDocument.warnings(project, List.of(paid)))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("USD"));
        assertThat(ProjectDocument.warnings(project, List.of())).isEmpty();
        assertThat(catchThrowableOfType(
                                InvalidInput.class,
                                () -> ProviderDocument.read(
                                        "a",
                                        Map.of(
                                                "baseUrl",
                                                "https://a.example",
                                                "price",
                                                Map.of("perCall", new BigDecimal("0.01")))))
                        .flaws())
                .contains(new Flaw("price.perCall", "0.01", "needs a currency, such as '0.01 USD'"));
    }

    @Test
    void no_provider_lives_where_a_cloud_gives_out_credentials() {
        for (String url : List.of(
                "http://169.254.169.254",
                "http://0xa9fea9fe",
                "http://[fd00:ec2::254]",
                "http://metadata.google.internal./x")) {
            assertThat(catchThrowableOfType(
                                    InvalidInput.class,
                                    () -> ProviderDocument.read("a", Map.of("baseUrl", url, "internal", true)))
                            .flaws())
                    .as(url)
                    .extracting(Flaw::path)
                    .containsExactly("baseUrl");
        }
    }

    @Test
    void a_tier_may_be_spelt_as_anybody_likes() {
        for (String word : List.of("NICE_TO_HAVE", "nice-to-have", "niceToHave", "nice_to_have", "Nice To Have")) {
            assertThat(Tier.named(word)).as(word).contains(Tier.NICE_TO_HAVE);
            assertThat(ProviderDocument.read(
                                    "a",
                                    Map.of(
                                            "baseUrl",
                                            "https://a.example",
                                            "tiers",
                                            Map.of("Critical", 50, "IMPORTANT", 30, word, 20)))
                            .tiers())
                    .as(word)
                    .isEqualTo(new TierShares(50, 30, 20));
            assertThat(ProjectDocument.read("p", Map.of("defaultTier", word)).defaultTier())
                    .isEqualTo(Tier.NICE_TO_HAVE);
        }
        assertThat(Tier.named("urgent")).isEmpty();
    }

    @Test
    void a_limit_says_what_it_counts_over_which_time_and_for_whom() {
        List<Limit> limits = read(List.of(
                Map.of("requests", 40, "per", "1s"),
                Map.of("requests", 5_000, "per", "1d", "zone", "Europe/Berlin"),
                Map.of("units", 100_000, "of", "tokens", "per", "1m", "each", "credential"),
                Map.of("requests", 1_000_000, "per", "1mo", "zone", "UTC", "shadow", true),
                Map.of("requests", 100, "per", "6h", "zone", "Asia/Beirut")));

        assertThat(limits)
                .containsExactly(
                        Limit.ofRequests(40, new LimitWindow.Rolling(Duration.ofSeconds(1))),
                        Limit.ofRequests(5_000, new CalendarDays(1, ZoneId.of("Europe/Berlin"))),
                        new Limit(
                                100_000,
                                "tokens",
                                new LimitWindow.Rolling(Duration.ofMinutes(1)),
                                Limit.Of.CREDENTIAL,
                                false),
                        new Limit(
                                1_000_000,
                                "requests",
                                new CalendarMonths(1, ZoneId.of("UTC")),
                                Limit.Of.PROVIDER,
                                true),
                        Limit.ofRequests(100, new CalendarParts(Duration.ofHours(6), ZoneId.of("Asia/Beirut"))));
        assertThat(limits)
                .extracting(Limit::toString)
                .containsExactly(
                        "40 requests per 1s",
                        "5000 requests per 1d in Europe/Berlin",
                        "100000 tokens per 1m, each credential",
                        "1000000 requests per 1mo in UTC, watched only",
                        "100 requests per 6h in Asia/Beirut");
    }

    @Test
    void the_same_window_may_be_watched_with_another_number_and_count_another_unit() {
        assertThat(read(List.of(
                        Map.of("requests", 40, "per", "1s"),
                        Map.of("requests", 20, "per", "1s", "shadow", true),
                        Map.of("requests", 10, "per", "1s", "each", "credential"),
                        Map.of("units", 10, "of", "points", "per", "1s"))))
                .hasSize(4);
    }

    @Test
    void an_operation_has_costs_by_unit_and_limits_of_its_own() {
        Operation ask = operation(Map.of(
                "post",
                "/ask",
                "cost",
                Map.of("tokens", 500),
                "limits",
                List.of(Map.of("units", 1_000, "of", "tokens", "per", "1m"))));

        assertThat(ask.costs()).containsOnly(Map.entry("requests", 1L), Map.entry("tokens", 500L));
        assertThat(ask.cost()).isOne();
        assertThat(ask.limits()).hasToString("[1000 tokens per 1m]");
        assertThat(operation(Map.of("get", "/", "cost", 3)).costs()).containsOnly(Map.entry("requests", 3L));
    }

    @Test
    void tiers_may_only_say_how_they_lend() {
        TierShares tiers = provider(Map.of("tiers", Map.of("lend", "paced", "reallocate", "automatic")))
                .tiers();

        assertThat(tiers).isEqualTo(new TierShares(60, 30, 10, TierShares.Lend.PACED, TierShares.Reallocate.AUTOMATIC));
        assertThat(provider(Map.of()).tiers())
                .isEqualTo(new TierShares(60, 30, 10, TierShares.Lend.AT_ONCE, TierShares.Reallocate.PROPOSE));
    }

    @Test
    void a_budget_is_hard_unless_it_says_otherwise() {
        assertThat(provider(Map.of("monthlyBudget", "200 USD")).monthlyBudget())
                .contains(new Budget(Money.parse("200 USD"), Budget.Stop.HARD));
        assertThat(provider(Map.of("monthlyBudget", Map.of("amount", "200 USD", "stop", "soft")))
                        .monthlyBudget())
                .contains(new Budget(Money.parse("200 USD"), Budget.Stop.SOFT));
    }

    @Test
    void a_budget_beyond_what_can_be_counted_is_a_flaw_that_shows_it() {
        assertThat(provider(Map.of("monthlyBudget", "2000000000 USD")).monthlyBudget())
                .isPresent();
        assertThat(catchThrowableOfType(
                                InvalidInput.class,
                                () -> ProjectDocument.read("shop", Map.of("monthlyBudget", "9300000000.5 EUR")))
                        .flaws())
                .containsExactly(new Flaw("monthlyBudget", "9300000000.5 EUR", "must be at most 2000000000"));
    }

    @Test
    void a_project_has_a_budget_and_a_weight() {
        assertThat(ProjectDocument.read("shop", Map.of("monthlyBudget", "250 EUR", "weight", 5)))
                .isEqualTo(new Project(
                        "shop", Tier.IMPORTANT, Optional.of(new Budget(Money.parse("250 EUR"), Budget.Stop.HARD)), 5));
        assertThat(ProjectDocument.read("shop", Map.of()).weight()).isOne();
        for (Object odd : List.of(0, 1_001, "1")) {
            assertThat(catchThrowableOfType(
                                    InvalidInput.class, () -> ProjectDocument.read("shop", Map.of("weight", odd)))
                            .flaws())
                    .extracting(Flaw::path)
                    .containsExactly("weight");
        }
    }

    @Property
    void what_is_written_is_read_again(@ForAll("limits") Limit limit) {
        assertThat(read(List.of(LimitDocument.write(limit)))).containsExactly(limit);
    }

    @Provide
    Arbitrary<Limit> limits() {
        Arbitrary<ZoneId> zones =
                Arbitraries.of("UTC", "Europe/Berlin", "Australia/Lord_Howe").map(ZoneId::of);
        Arbitrary<LimitWindow> windows = Arbitraries.oneOf(
                Arbitraries.longs()
                        .between(1, 31_622_400_000L)
                        .map(ms -> new LimitWindow.Rolling(Duration.ofMillis(ms))),
                Combinators.combine(Arbitraries.of(1, 60, 360, 720).map(Duration::ofMinutes), zones)
                        .as(CalendarParts::new),
                Combinators.combine(Arbitraries.integers().between(1, 366), zones)
                        .as(CalendarDays::new),
                Combinators.combine(Arbitraries.of(1, 2, 3, 4, 6, 12), zones).as(CalendarMonths::new));
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000_000_000_000L),
                        Arbitraries.of("requests", "tokens", "computeUnits"),
                        windows,
                        Arbitraries.of(Limit.Of.class),
                        Arbitraries.of(true, false))
                .as(Limit::new);
    }

    private static List<Limit> read(List<Map<String, Object>> limits) {
        return provider(Map.of("limits", limits)).limits();
    }

    private static Operation operation(Map<String, Object> operation) {
        return java.util.Objects.requireNonNull(provider(Map.of("operations", Map.of("a", operation)))
                .operations()
                .get("a"));
    }

    private static Provider provider(Map<String, Object> keys) {
        Map<String, Object> document = new java.util.HashMap<>(keys);
        document.put("baseUrl", "https://a.example");
        return ProviderDocument.read("a", document);
    }
}
