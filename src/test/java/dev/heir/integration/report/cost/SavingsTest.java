package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SavingsTest {

    private static final LocalDate SINCE = LocalDate.parse("2026-10-26");

    private static final Provider CRM = ProviderDocument.read(
            "crm",
            Map.of(
                    "baseUrl",
                    "https://crm.example",
                    "operations",
                    Map.of("list", Map.of("get", "/list", "cache", "60s"), "show", Map.of("get", "/show")),
                    "plans",
                    List.of(
                            Map.of("name", "flat", "monthly", "400 EUR"),
                            Map.of("name", "mixed", "monthly", "100 EUR", "price", Map.of("perCall", "0.01 EUR")),
                            Map.of("name", "abroad", "monthly", "1 USD"))));

    @Test
    void repeated_calls_are_what_keeping_answers_would_have_saved() {
        List<CostLine.Caching> savings = Savings.caching(
                CRM,
                List.of(
                        repeated("shop", "list", 60, 50, "0.5 EUR"),
                        repeated("shop", "list", 3_600, 90, "0.9 EUR"),
                        repeated("shop", "show", 60, 200, "2.0 EUR"),
                        repeated("shop", "show", 3_600, 0, "0 EUR"),
                        repeated("other", "show", 60, 1, "9 EUR")),
                SINCE,
                "shop");

        assertThat(savings)
                .containsExactly(
                        new CostLine.Caching("show", "1m", 200, 300, "2.0 EUR", "2026-10-26"),
                        new CostLine.Caching("list", "1h", 90, 300, "0.9 EUR", "2026-10-26"));
    }

    @Test
    void each_plan_of_the_same_currency_is_priced_for_the_months_use() {
        List<CostLine.PlanOffer> offers =
                Savings.plans(CRM, YearMonth.parse("2026-10"), Money.parse("350 EUR"), Map.of("calls", 5_000L));

        assertThat(offers)
                .extracting(CostLine.PlanOffer::plan, CostLine.PlanOffer::wouldCost)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("flat", "400 EUR"),
                        org.assertj.core.groups.Tuple.tuple("mixed", "150 EUR"));
        assertThat(offers.get(0).costsMore()).contains("50 EUR");
        assertThat(offers.get(0).saves()).isEmpty();
        assertThat(offers.get(1).saves()).contains("200 EUR");
    }

    private static Spending.Repeated repeated(String project, String operation, int kept, long repeats, String cost) {
        return new Spending.Repeated(
                project, "crm", operation, Duration.ofSeconds(kept), 300, repeats, Optional.of(Money.parse(cost)));
    }
}
