package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {

    @ParameterizedTest(name = "{1} retries in {0} attempts: one more {2}")
    @CsvSource({
        "1, 0, true",
        "10, 9, true", // the floor
        "10, 10, false",
        "53, 10, false",
        "54, 10, true", // 11 of 55 are a fifth
        "99, 19, true",
        "98, 19, false",
        "1000, 200, false"
    })
    void one_more_retry_must_stay_within_a_fifth_or_under_the_floor(long calls, long retries, boolean allowed) {
        assertThat(RetryBudget.STANDARD.allows(new Window(calls, 0, 0, retries)))
                .isEqualTo(allowed);
    }

    @Property
    void in_a_total_outage_retries_never_pass_their_share(
            @ForAll @IntRange(min = 1, max = 3000) int calls,
            @ForAll @IntRange(max = 30) int floor,
            @ForAll @DoubleRange(min = 0.01, max = 0.9) double ratio) {
        RetryBudget budget = new RetryBudget(ratio, floor);
        Window window = Window.EMPTY;
        for (int call = 0; call < calls; call++) {
            window = window.plus(new Window(1, 1, 0, 0));
            while (budget.allows(window) && window.retries() < 4000) {
                window = window.plus(new Window(1, 1, 0, 1));
            }
        }
        assertThat(window.retries() <= floor || window.retries() <= ratio * window.calls())
                .isTrue();
    }

    @Test
    void settings_that_make_no_sense_are_refused_with_their_value() {
        assertThatThrownBy(() -> new RetryBudget(1, 0)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> new RetryBudget(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RetryBudget(0.2, -1)).hasMessageContaining("-1");
    }
}
