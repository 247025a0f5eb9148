package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceModelTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, 0
            1000, 0
            1001, 0.01
            100000, 990
            100001, 990.005
            1000000, 5490
            """)
    void each_step_is_paid_for_the_units_within_it(long calls, String amount) {
        PriceModel price = read(Map.of(
                "steps",
                List.of(
                        Map.of("upTo", 1_000, "perCall", "0 USD"),
                        Map.of("upTo", 100_000, "perCall", "0.01 USD"),
                        Map.of("perCall", "0.005 USD"))));

        assertThat(price.bill(Map.of(PriceModel.CALLS, calls)).amount()).isEqualByComparingTo(amount);
        assertThat(price).hasToString("0 USD per call up to 1000, then 0.01 USD up to 100000, then 0.005 USD");
    }

    @Test
    void a_free_allowance_is_a_first_step() {
        PriceModel price = read(Map.of("free", 1_000, "perCall", "0.01 USD"));

        assertThat(price.bill(Map.of(PriceModel.CALLS, 1_500L))).isEqualTo(Money.parse("5.00 USD"));
        assertThat(price.priceOf(Map.of(PriceModel.CALLS, 999L), Map.of(PriceModel.CALLS, 2L)))
                .isEqualTo(Money.parse("0.01 USD"));
        assertThat(price.perCall()).isEmpty();
    }

    @Test
    void calls_and_units_are_paid_for_together() {
        PriceModel price = read(Map.of(
                "perCall",
                "0.001 USD",
                "perUnit",
                Map.of("tokens", "0.0000015 USD", "images", Map.of("free", 10, "each", "0.04 USD"))));

        assertThat(price.bill(Map.of(PriceModel.CALLS, 2L, "tokens", 1_000L, "images", 11L, "bytes", 7L))
                        .amount())
                .isEqualByComparingTo("0.0435");
        assertThat(price.perCall()).isEmpty();
        assertThat(price)
                .hasToString(
                        "0.001 USD per call; 0 USD per 1 images up to 10, then 0.04 USD; 0.0000015 USD per 1 tokens");
    }

    @Test
    void a_price_per_call_is_known_as_such() {
        assertThat(read(Map.of("perCall", "0.0004 USD")).perCall()).contains(Money.parse("0.0004 USD"));
    }

    @Property
    void the_marginal_prices_of_any_split_add_up_to_the_bill(
            @ForAll("prices") PriceModel price, @ForAll("splits") List<Map<String, Long>> split) {
        Map<String, Long> total = new HashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, Long> units : split) {
            sum = sum.add(price.priceOf(total, units).amount());
            units.forEach((unit, count) -> total.merge(unit, count, Long::sum));
        }

        assertThat(sum).isEqualByComparingTo(price.bill(total).amount());
        assertThat(sum.stripTrailingZeros().scale()).isLessThanOrEqualTo(9);
    }

    @Provide
    Arbitrary<PriceModel> prices() {
        Arbitrary<Tariff> tariffs = Arbitraries.longs()
                .between(1, 5_000)
                .set()
                .ofMaxSize(4)
                .flatMap(ends -> Arbitraries.longs()
                        .between(0, 1_000_000_000_000L)
                        .map(nanos -> BigDecimal.valueOf(nanos, 9))
                        .list()
                        .ofSize(ends.size() + 1)
                        .map(each -> tariff(ends.stream().sorted().toList(), each)));
        return tariffs.tuple2()
                .map(both -> new PriceModel(
                        java.util.Currency.getInstance("EUR"),
                        Map.of(PriceModel.CALLS, both.get1(), "tokens", both.get2())));
    }

    @Provide
    Arbitrary<List<Map<String, Long>>> splits() {
        return Arbitraries.maps(
                        Arbitraries.of(PriceModel.CALLS, "tokens", "bytes"),
                        Arbitraries.longs().between(0, 3_000))
                .list()
                .ofMaxSize(20);
    }

    private static Tariff tariff(List<Long> ends, List<BigDecimal> each) {
        List<Tariff.Step> steps = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            steps.add(new Tariff.Step(i < ends.size() ? ends.get(i) : Tariff.Step.OPEN, each.get(i)));
        }
        return new Tariff(steps);
    }

    private static PriceModel read(Map<String, ?> price) {
        return ProviderDocument.read("a", Map.of("baseUrl", "https://a.example", "price", price))
                .price()
                .orElseThrow();
    }
}
