package dev.heir.integration.quota;

import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How one limit is portioned out: first to tiers by their shares, then inside a tier to projects by their weights. */
final class Portions {

    private Portions() {}

    /**
     * @param units the whole limit
     * @param demand by member: what it used of the window and could use beside that
     * @param weights of members that are known to ask; the others weigh 1
     * @param elapsed how much of the window has gone by, from 0 to 1; it matters only where lending is paced
     * @return by member, the units it may have of the window
     */
    static Map<String, Double> of(
            long units, TierShares shares, Map<String, Long> demand, Map<String, Integer> weights, double elapsed) {
        Map<Tier, Double> byTier = new EnumMap<>(Tier.class);
        demand.forEach((member, wanted) -> byTier.merge(Member.tierOf(member), (double) (long) wanted, Double::sum));
        List<Fill.Part> tiers = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            // Paced lending holds an idle tier's share back as if it were asked for, for the time that is left.
            double kept =
                    shares.lend() == TierShares.Lend.PACED ? (double) units * shares.of(tier) / 100 * (1 - elapsed) : 0;
            tiers.add(new Fill.Part(tier.name(), shares.of(tier), Math.max(kept, byTier.getOrDefault(tier, 0.0))));
        }
        Map<String, Double> portions = new HashMap<>();
        Fill.shares((double) units, tiers)
                .forEach((tier, share) -> portions.putAll(Fill.shares(
                        share,
                        demand.entrySet().stream()
                                .filter(entry ->
                                        Member.tierOf(entry.getKey()).name().equals(tier))
                                .map(entry ->
                                        new Fill.Part(entry.getKey(), weights.getOrDefault(entry.getKey(), 1), (double)
                                                entry.getValue()))
                                .toList())));
        return portions;
    }
}
