package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurseTest {

    private static final Owner SHOP = Owner.project("shop");
    private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
    private static final Budget BUDGET = new Budget(Money.parse("100 EUR"), Budget.Stop.HARD);

    @Test
    void only_this_month_and_its_own_currency_count_and_days_without_calls_cost_nothing() {
        Purse purse = Purse.of(
                SHOP,
                BUDGET,
                List.of(
                        day("2026-10-30", "5 EUR"),
                        day("2026-11-01", "7 EUR"),
                        day("2026-11-01", "9 USD"),
                        day("2026-11-03", "1 EUR")),
                NOW);

        assertThat(purse.spent()).isEqualTo(Money.parse("8 EUR"));
        assertThat(purse.share()).isEqualTo(0.08);
        assertThat(purse.days()).containsExactly(amount("5"), amount("0"), amount("7"), amount("0"));
    }

    @Test
    void no_more_than_four_weeks_are_looked_back_on_and_today_is_not_over() {
        Purse purse = Purse.of(SHOP, BUDGET, List.of(day("2026-10-01", "5 EUR"), day("2026-11-03", "1 EUR")), NOW);

        assertThat(purse.days()).hasSize(Forecast.DAYS).allMatch(cost -> cost.signum() == 0);
        assertThat(Purse.from(NOW)).isEqualTo("2026-10-06");
        assertThat(Purse.from(Instant.parse("2026-10-31T00:00:00Z"))).isEqualTo("2026-10-01");
    }

    @Test
    void nothing_known_is_nothing_spent() {
        Purse purse = Purse.of(SHOP, BUDGET, List.of(), NOW);

        assertThat(purse.spent()).isEqualTo(Money.parse("0 EUR"));
        assertThat(purse.forecast(NOW)).isEqualTo(new Forecast.NothingYet(0));
        assertThat(Outlook.of(purse.forecast(NOW)).line()).isEqualTo("nothing yet");
    }

    private static Spending.Day day(String day, String cost) {
        return new Spending.Day(SHOP, LocalDate.parse(day), Money.parse(cost));
    }

    private static BigDecimal amount(String text) {
        return new BigDecimal(text);
    }
}
