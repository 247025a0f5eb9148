package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchingTest {

    private static final LocalDate SINCE = LocalDate.parse("2026-10-26");

    private static Provider crm(Map<String, ?> price) {
        return ProviderDocument.read(
                "crm",
                Map.of(
                        "baseUrl",
                        "https://crm.example.com",
                        "price",
                        price,
                        "operations",
                        Map.of(
                                "show",
                                Map.of("get", "/show", "batch", Map.of("of", 50, "within", "1m")),
                                "list",
                                Map.of("get", "/list"))));
    }

    private static Spending.Together together(String project, Duration slot, long calls, long slots, String least) {
        return new Spending.Together(project, "crm", "show", slot, calls, slots, Money.parse(least));
    }

    private static List<CostLine.Batching> of(Map<String, ?> price, Spending.Together... together) {
        return Batching.of(crm(price), List.of(together), SINCE, "shop");
    }

    @Test
    void calls_that_came_together_would_have_been_one_request_for_each_fifty_of_them() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(of(
                        Map.of("perCall", "0.02 EUR"),
                        together("shop", minute, 2, 10, "0.02 EUR"), // 10 fewer
                        together("shop", minute, 51, 3, "0.01 EUR"), // 147 fewer, cheaper ones
                        together("shop", Duration.ofSeconds(1), 40, 9, "0.02 EUR"),
                        together("other", minute, 40, 9, "0.02 EUR"),
                        together("shop", minute, 40, 9, "0.02 USD")))
                .containsExactly(new CostLine.Batching(
                        "show",
                        50,
                        "1m",
                        Optional.of(173L),
                        Optional.of(157L),
                        Optional.of("1.67 EUR"),
                        "at the least",
                        "2026-10-26"));
    }

    @Test
    void without_calls_that_came_together_it_is_nothing_yet() {
        assertThat(of(Map.of("perCall", "0.02 EUR"))).singleElement().satisfies(one -> {
            assertThat(one.says()).isEqualTo("nothing yet");
            assertThat(one.amount()).isEmpty();
        });
    }

    @Test
    void where_units_are_paid_for_nobody_can_tell() {
        assertThat(of(
                        Map.of("perCall", "0.02 EUR", "perUnit", Map.of("tokens", "0.01 EUR")),
                        together("shop", Duration.ofMinutes(1), 2, 10, "0.02 EUR")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.says()).startsWith("nothing: ");
                    assertThat(one.amount()).isEmpty();
                });
    }
}
