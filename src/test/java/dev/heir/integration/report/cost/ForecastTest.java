package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-10T00:00:00Z");

    @Test
    void the_same_spend_every_day_exhausts_the_budget_on_the_day_that_division_gives() {
        assertThat(forecast(days(28, "10"), "90", "200", MIDNIGHT))
                .isEqualTo(on(LocalDate.parse("2026-11-20"))); // 11 days from the 10th on
        assertThat(forecast(days(28, "10"), "90", "195", Instant.parse("2026-11-10T12:00:00Z")))
                .isEqualTo(on(LocalDate.parse("2026-11-20"))); // half of today is over
    }

    @Test
    void a_budget_that_lasts_to_the_end_of_this_month_may_be_exhausted_in_a_longer_one() {
        assertThat(forecast(days(28, "10"), "90", "305", MIDNIGHT)).isEqualTo(on(LocalDate.parse("2026-12-31")));
    }

    @Test
    void a_budget_that_no_month_needs_is_not_exhausted_within_a_year() {
        assertThat(forecast(days(28, "10"), "90", "311", MIDNIGHT)).isEqualTo(new Forecast.NotWithinAYear());
        assertThat(forecast(days(28, "0"), "0", "1", MIDNIGHT)).isEqualTo(new Forecast.NotWithinAYear());
    }

    @Test
    void a_spent_budget_is_exhausted_however_little_is_known() {
        assertThat(forecast(List.of(), "200", "200", MIDNIGHT)).isEqualTo(new Forecast.Exhausted());
    }

    @Test
    void too_few_days_tell_nothing_yet() {
        assertThat(forecast(days(6, "10"), "60", "200", MIDNIGHT)).isEqualTo(new Forecast.NothingYet(6));
    }

    @Test
    void days_that_differ_widen_the_interval() {
        List<BigDecimal> uneven = new ArrayList<>(days(14, "0"));
        uneven.addAll(days(14, "20"));

        Forecast.Expected expected = (Forecast.Expected) forecast(uneven, "0", "100", MIDNIGHT);

        assertThat(expected.likely()).contains(LocalDate.parse("2026-11-19"));
        assertThat(expected.earliest()).isBetween(LocalDate.parse("2026-11-13"), LocalDate.parse("2026-11-17"));
        assertThat(expected.latest().orElseThrow()).isAfter(LocalDate.parse("2026-11-21"));
    }

    @Property
    void the_likely_day_lies_within_the_interval_and_a_larger_budget_never_ends_earlier(
            @ForAll("spends") List<BigDecimal> days,
            @ForAll @IntRange(min = 1, max = 5_000) int budget,
            @ForAll @IntRange(max = 500) int more,
            @ForAll @IntRange(max = 60 * 24 * 400) int minutes) {
        Instant now = MIDNIGHT.plusSeconds(60L * minutes);
        Forecast smaller = Forecast.of(days, BigDecimal.ONE, BigDecimal.valueOf(budget), now);
        Forecast larger = Forecast.of(days, BigDecimal.ONE, BigDecimal.valueOf(budget + more), now);

        if (smaller instanceof Forecast.Expected expected) {
            LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
            assertThat(expected.earliest()).isAfterOrEqualTo(today).isBefore(today.plusYears(1));
            expected.likely().ifPresent(day -> assertThat(day).isAfterOrEqualTo(expected.earliest()));
            expected.latest().ifPresent(day -> assertThat(day)
                    .isAfterOrEqualTo(expected.likely().orElseThrow()));
        }
        assertThat(rank(larger)).isGreaterThanOrEqualTo(rank(smaller));
        if (smaller instanceof Forecast.Expected first && larger instanceof Forecast.Expected second) {
            assertThat(second.earliest()).isAfterOrEqualTo(first.earliest());
            second.likely().ifPresent(day -> assertThat(day)
                    .isAfterOrEqualTo(first.likely().orElseThrow()));
        }
    }

    /** Of a thousand histories and futures drawn alike, nine of ten futures exhaust the budget within the interval. */
    @Test
    void nine_of_ten_futures_lie_within_the_interval() {
        Random random = new Random(29);
        Instant first = Instant.parse("2026-11-01T00:00:00Z");
        int within = 0;
        int early = 0;
        int late = 0;
        for (int world = 0; world < 1_000; world++) {
            List<BigDecimal> past = new ArrayList<>();
            for (int day = 0; day < Forecast.DAYS; day++) {
                past.add(BigDecimal.valueOf(drawn(random)));
            }
            Forecast.Expected expected =
                    (Forecast.Expected) Forecast.of(past, BigDecimal.ZERO, BigDecimal.valueOf(150), first);
            double sum = 0;
            LocalDate day = LocalDate.parse("2026-10-31");
            while (sum < 150) {
                day = day.plusDays(1);
                sum += drawn(random);
            }
            if (day.isBefore(expected.earliest())) {
                early++;
            } else if (day.isAfter(expected.latest().orElseThrow())) {
                late++;
            } else {
                within++;
            }
        }

        // Days are whole, so somewhat more than the nominal nine hundred lie within.
        assertThat(within).isBetween(885, 975);
        assertThat((double) early).isCloseTo(late, within(70.0));
    }

    private static double drawn(Random random) {
        return Math.max(0, 10 + 3 * random.nextGaussian());
    }

    private static int rank(Forecast forecast) {
        return switch (forecast) {
            case Forecast.Exhausted() -> 0;
            case Forecast.NothingYet(int days) -> 1;
            case Forecast.Expected expected -> 1;
            case Forecast.NotWithinAYear() -> 2;
        };
    }

    @Provide
    Arbitrary<List<BigDecimal>> spends() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
                .ofScale(4)
                .list()
                .ofMaxSize(Forecast.DAYS);
    }

    private static Forecast.Expected on(LocalDate day) {
        return new Forecast.Expected(day, Optional.of(day), Optional.of(day));
    }

    private static List<BigDecimal> days(int count, String each) {
        return Collections.nCopies(count, new BigDecimal(each));
    }

    private static Forecast forecast(List<BigDecimal> days, String spent, String budget, Instant now) {
        return Forecast.of(days, new BigDecimal(spent), new BigDecimal(budget), now);
    }
}
