package dev.heir.integration.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code tiers: { CRITICAL: 60, IMPORTANT: 30, NICE_TO_HAVE: 10, lend: paced, reallocate: automatic }}. */
final class TierDocument {

    private TierDocument() {}

    static TierShares read(Fields parent) {
        return parent.map("tiers").map(tiers -> read(parent, tiers)).orElse(TierShares.STANDARD);
    }

    private static TierShares read(Fields parent, Fields tiers) {
        TierShares.Lend lend = tiers.word("lend", TierShares.Lend.class).orElse(TierShares.Lend.AT_ONCE);
        TierShares.Reallocate reallocate =
                tiers.word("reallocate", TierShares.Reallocate.class).orElse(TierShares.Reallocate.PROPOSE);
        TierShares standard = TierShares.STANDARD;
        int[] percent = {standard.critical(), standard.important(), standard.niceToHave()};
        List<String> shares = shares(tiers);
        boolean named = shares.stream().anyMatch(tiers::has);
        boolean complete = true;
        for (int i = 0; named && i < percent.length; i++) {
            tiers.require(shares.get(i));
            Optional<Long> share = tiers.whole(shares.get(i), 0, 100);
            complete &= share.isPresent();
            percent[i] = share.orElse(0L).intValue();
        }
        tiers.refuseUnknown();
        int sum = percent[0] + percent[1] + percent[2];
        if (complete && sum != 100) {
            parent.flaw("tiers", Integer.toString(sum), "must add up to 100");
        }
        return sum == 100
                ? new TierShares(percent[0], percent[1], percent[2], lend, reallocate)
                : new TierShares(standard.critical(), standard.important(), standard.niceToHave(), lend, reallocate);
    }

    /** The keys under which the shares stand, as they are spelt here. */
    private static List<String> shares(Fields tiers) {
        return Arrays.stream(Tier.values())
                .map(tier -> tiers.keys().stream()
                        .filter(key -> Tier.named(key).equals(Optional.of(tier)))
                        .findFirst()
                        .orElse(tier.name()))
                .toList();
    }
}
