package dev.heir.integration.report.cost;

import dev.heir.integration.provider.TierShares;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shares that serve the business better than those of now, from what tiers asked for.
 *
 * <p>Tiers are given what they need in the order in which they matter, and the last one bears what is lacking. Nobody is
 * left without a rest, nobody that was refused loses to one that matters less, and no share moves far at once, so that a
 * mistake is small and seen before the next one.
 */
public record Reallocation(TierShares from, TierShares to, String reason) {

    /** One bad day is chance; a week is looked at. */
    static final int DAYS = 7;

    private static final int FEWEST_BUSY_DAYS = 3;
    private static final long FEWEST_REFUSED = 100;
    private static final int LARGEST_STEP = 10;
    private static final int SMALLEST_STEP = 5;

    /** Empty when the shares of now are good enough, or too little is known. */
    static Optional<Reallocation> of(TierShares now, List<TierUse> uses) {
        List<Demand> demands = Demand.on(now, uses, FEWEST_BUSY_DAYS);
        boolean refused = demands.stream().anyMatch(Demand::isRefused)
                && demands.stream().mapToLong(Demand::refused).sum() >= FEWEST_REFUSED;
        if (!refused) {
            return Optional.empty();
        }
        int[] moves = step(demands, wanted(demands));
        if (Arrays.stream(moves).noneMatch(move -> Math.abs(move) >= SMALLEST_STEP)) {
            return Optional.empty();
        }
        TierShares to = new TierShares(
                now.critical() + moves[0],
                now.important() + moves[1],
                now.niceToHave() + moves[2],
                now.lend(),
                now.reallocate());
        return Optional.of(new Reallocation(now, to, reason(demands, to)));
    }

    /** In the order in which tiers matter, each what it needs of what the ones before it leave. */
    private static int[] wanted(List<Demand> demands) {
        int[] wanted = new int[demands.size()];
        int left = 100;
        int restOfOthers = demands.stream().mapToInt(Demand::rest).sum();
        for (int tier = 0; tier < wanted.length; tier++) {
            Demand demand = demands.get(tier);
            restOfOthers -= demand.rest();
            int needed = demand.needed(capacity(demands), weight(demands));
            wanted[tier] = Math.min(Math.max(needed, demand.least()), left - restOfOthers);
            left -= wanted[tier];
        }
        wanted[0] += left; // what nobody needs stays with those who matter most
        return wanted;
    }

    /** What was let through, which on busy days is all there was. */
    private static double capacity(List<Demand> demands) {
        return Math.max(1, demands.stream().mapToLong(Demand::used).sum());
    }

    /** Requests that a refused call would have taken: as many as the others took each. */
    private static double weight(List<Demand> demands) {
        long used = demands.stream().mapToLong(Demand::used).sum();
        long answered =
                demands.stream().mapToLong(one -> one.calls() - one.refused()).sum();
        return answered > 0 && used > 0 ? (double) used / answered : 1;
    }

    /** The way to what is wanted, or as much of it as may be gone at once, in whole percent that add up to nothing. */
    private static int[] step(List<Demand> demands, int... wanted) {
        int[] moves = new int[wanted.length];
        int farthest = LARGEST_STEP;
        for (int tier = 0; tier < moves.length; tier++) {
            moves[tier] = wanted[tier] - demands.get(tier).share();
            farthest = Math.max(farthest, Math.abs(moves[tier]));
        }
        for (int tier = 0; tier < moves.length; tier++) {
            moves[tier] = moves[tier] * LARGEST_STEP / farthest; // toward zero: no share passes what is wanted for it
        }
        // Rounding may leave a point on one side: the other does without it, those who matter least first.
        int over = Arrays.stream(moves).sum();
        for (int tier = moves.length - 1; tier >= 0; tier--) {
            if (Integer.signum(moves[tier]) == Integer.signum(over)) {
                int less = Integer.signum(over) * Math.min(Math.abs(over), Math.abs(moves[tier]));
                moves[tier] -= less;
                over -= less;
            }
        }
        return moves;
    }

    private static String reason(List<Demand> demands, TierShares to) {
        return demands.stream()
                .map(demand -> demand.words(capacity(demands), to.of(demand.tier())))
                .collect(Collectors.joining("; ", "on the days of the last week on which limits refused calls, ", ""));
    }
}
