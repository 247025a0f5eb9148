package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReallocationTest {

    private static final LocalDate MONDAY = LocalDate.parse("2026-11-16");

    @Test
    void a_refused_tier_is_given_more_by_those_that_matter_less() {
        Reallocation better = Reallocation.of(
                        TierShares.STANDARD,
                        week(
                                new Use(10_000, 1_000, 9_000), // needs all it used and what it was refused
                                new Use(3_000, 500, 2_500),
                                new Use(1_000, 100, 900)))
                .orElseThrow();

        assertThat(better.to()).isEqualTo(new TierShares(69, 22, 9));
        assertThat(better.reason())
                .contains(
                        "CRITICAL was refused 7000 of 70000 calls and used 73% of what was let through: 60% becomes 69%")
                .contains("NICE_TO_HAVE was refused 700 of 7000 calls");
    }

    @Test
    void a_reserve_that_is_not_used_goes_to_the_next_tier_that_is_refused() {
        Reallocation better = Reallocation.of(
                        TierShares.STANDARD,
                        week(new Use(1_000, 0, 1_000), new Use(8_000, 1_600, 6_400), new Use(1_000, 0, 1_000)))
                .orElseThrow();

        assertThat(better.to().critical()).isEqualTo(52);
        assertThat(better.to().important()).isEqualTo(39);
    }

    @Test
    void shares_stay_when_nobody_or_hardly_anybody_was_refused_or_on_few_days_only() {
        assertThat(Reallocation.of(TierShares.STANDARD, List.of())).isEmpty();
        assertThat(Reallocation.of(
                        TierShares.STANDARD,
                        week(new Use(100, 0, 100), new Use(9_000, 0, 9_000), new Use(1_000, 0, 1_000))))
                .isEmpty();
        assertThat(Reallocation.of(
                        TierShares.STANDARD, week(new Use(10_000, 90, 9_000), new Use(10, 0, 10), new Use(10, 0, 10))))
                .isEmpty();
        assertThat(Reallocation.of(
                        TierShares.STANDARD,
                        week(new Use(10_000, 1_000, 9_000), new Use(3_000, 500, 2_500), new Use(1_000, 100, 900))
                                .stream()
                                .filter(use -> use.day().isBefore(MONDAY.plusDays(2)))
                                .toList()))
                .isEmpty();
    }

    @Property
    void shares_add_up_nobody_starves_and_nobody_refused_loses_to_one_that_matters_less(
            @ForAll("shares") TierShares now, @ForAll("weeks") List<TierUse> uses) {
        Optional<Reallocation> better = Reallocation.of(now, uses);

        better.ifPresent(made -> {
            for (Tier tier : Tier.values()) {
                assertThat(made.to().of(tier)).isGreaterThanOrEqualTo(Math.min(now.of(tier), 5));
                assertThat(Math.abs(made.to().of(tier) - now.of(tier))).isLessThanOrEqualTo(10);
                if (refused(uses, tier) && made.to().of(tier) < now.of(tier)) {
                    assertThat(gainedBefore(made, tier)).isTrue();
                }
            }
        });
        if (uses.stream().allMatch(use -> use.refused() == 0)) {
            assertThat(better).isEmpty();
        }
    }

    @Property
    void the_same_use_again_and_again_settles(@ForAll("shares") TierShares start, @ForAll("weeks") List<TierUse> uses) {
        TierShares now = start;
        for (int week = 0; week < 25; week++) {
            Optional<Reallocation> better = Reallocation.of(now, uses);
            if (better.isEmpty()) {
                return;
            }
            now = better.get().to();
        }
        throw new AssertionError("still moving after 25 weeks: " + now);
    }

    @Provide
    Arbitrary<TierShares> shares() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, 100))
                .as((one, other) ->
                        new TierShares(Math.min(one, other), Math.abs(one - other), 100 - Math.max(one, other)));
    }

    @Provide
    Arbitrary<List<TierUse>> weeks() {
        Arbitrary<Use> uses = Combinators.combine(
                        Arbitraries.longs().between(0, 10_000),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(1, 3))
                .as((calls, refused, weight) ->
                        new Use(calls, (long) (calls * refused), (calls - (long) (calls * refused)) * weight));
        return Combinators.combine(uses, uses, uses).as(ReallocationTest::week);
    }

    private record Use(long calls, long refused, long used) {

        TierUse on(LocalDate day, Tier tier) {
            return new TierUse(day, tier, calls, refused, used);
        }
    }

    private static List<TierUse> week(Use critical, Use important, Use niceToHave) {
        List<TierUse> uses = new ArrayList<>();
        for (int day = 0; day < 7; day++) {
            uses.add(critical.on(MONDAY.plusDays(day), Tier.CRITICAL));
            uses.add(important.on(MONDAY.plusDays(day), Tier.IMPORTANT));
            uses.add(niceToHave.on(MONDAY.plusDays(day), Tier.NICE_TO_HAVE));
        }
        return uses;
    }

    private static boolean refused(List<TierUse> uses, Tier tier) {
        return uses.stream().filter(use -> use.tier() == tier).anyMatch(use -> use.refused() > use.calls() * 0.01);
    }

    private static boolean gainedBefore(Reallocation made, Tier tier) {
        for (Tier other : Tier.values()) {
            if (other.compareTo(tier) < 0 && made.to().of(other) > made.from().of(other)) {
                return true;
            }
        }
        return false;
    }
}
