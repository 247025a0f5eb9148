package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a tier asked for on the days on which limits refused somebody: on other days shares decide nothing.
 *
 * @param share that it has, in percent
 */
record Demand(Tier tier, int share, long calls, long refused, long used) {

    /** Of a tier's calls: fewer refusals are the price of having limits. */
    private static final double REFUSED_SHARE = 0.01;

    /** Nobody starves. */
    private static final int REST = 5;

    /** In the order in which tiers matter; empty when there were fewer such days. */
    static List<Demand> on(TierShares now, List<TierUse> uses, int fewestDays) {
        Set<LocalDate> days =
                uses.stream().filter(use -> use.refused() > 0).map(TierUse::day).collect(Collectors.toSet());
        if (days.size() < fewestDays) {
            return List.of();
        }
        return Arrays.stream(Tier.values())
                .map(tier -> uses.stream()
                        .filter(use -> use.tier() == tier && days.contains(use.day()))
                        .reduce(new Demand(tier, now.of(tier), 0, 0, 0), Demand::plus, (one, other) -> one))
                .toList();
    }

    private Demand plus(TierUse use) {
        return new Demand(tier, share, calls + use.calls(), refused + use.refused(), used + use.used());
    }

    boolean isRefused() {
        return refused > calls * REFUSED_SHARE;
    }

    /** What it keeps whatever the others need. */
    int rest() {
        return Math.min(share, REST);
    }

    /** At the least: what was refused something is not asked to give. */
    int least() {
        return isRefused() ? share : rest();
    }

    /**
     * What it asked for, in percent of what was let through.
     *
     * @param weight requests that a refused call would have taken
     */
    int needed(double capacity, double weight) {
        return (int) Math.min(100, Math.ceil(100 * (used + refused * weight) / capacity * headroom()));
    }

    /** Beyond what was asked for: critical calls must not wait for the next reallocation when they become more. */
    private double headroom() {
        return tier == Tier.CRITICAL ? 1.5 : 1.1;
    }

    String words(double capacity, int becomes) {
        return String.format(
                Locale.ROOT,
                "%s was refused %d of %d calls and used %.0f%% of what was let through: %d%% becomes %d%%",
                tier,
                refused,
                calls,
                100 * used / capacity,
                share,
                becomes);
    }
}
