package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FillTest {

    @Property
    void shares_never_pass_the_capacity_and_use_all_that_is_asked_for(
            @ForAll @IntRange(max = 10_000) int capacity,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 5_000) Integer> demands) {
        Map<String, Double> shares = shares(capacity, demands);
        double given = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        double asked = demands.stream().mapToDouble(Integer::doubleValue).sum();
        assertThat(given).isCloseTo(Math.min(capacity, asked), within(1e-6));
    }

    @Property
    void nobody_who_asks_for_it_gets_less_than_its_weights_share(
            @ForAll @IntRange(max = 10_000) int capacity,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 5_000) Integer> demands) {
        Map<String, Double> shares = shares(capacity, demands);
        double weights = 0;
        for (int i = 0; i < demands.size(); i++) {
            weights += i + 1;
        }
        for (int i = 0; i < demands.size(); i++) {
            double guaranteed = capacity * (i + 1) / weights;
            assertThat(shares.get("part-" + i)).isGreaterThanOrEqualTo(Math.min(demands.get(i), guaranteed) - 1e-6);
        }
    }

    private static Map<String, Double> shares(int capacity, List<Integer> demands) {
        return Fill.shares(
                capacity,
                java.util.stream.IntStream.range(0, demands.size())
                        .mapToObj(i -> new Fill.Part("part-" + i, i + 1, demands.get(i)))
                        .toList());
    }
}
