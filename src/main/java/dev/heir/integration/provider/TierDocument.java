package dev.heir.integration.provider;

import java.util.List;
import java.util.Optional;

/** Reads {@code tiers: { critical: 60, important: 30, niceToHave: 10, lend: paced, reallocate: automatic }}. */
final class TierDocument {

    private static final List<String> SHARES = List.of("critical", "important", "niceToHave");

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
        boolean named = SHARES.stream().anyMatch(tiers::has);
        boolean complete = true;
        for (int i = 0; named && i < percent.length; i++) {
            tiers.require(SHARES.get(i));
            Optional<Long> share = tiers.whole(SHARES.get(i), 0, 100);
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
}
