package dev.heir.integration.provider;

/**
 * How a limit is shared between tiers, in percent; the three add up to 100.
 *
 * @param lend when a share that its tier does not use is given to others
 * @param reallocate what happens when use shows that other shares would serve the business better
 */
public record TierShares(int critical, int important, int niceToHave, Lend lend, Reallocate reallocate) {

    public static final TierShares STANDARD = new TierShares(60, 30, 10);

    public TierShares {
        if (critical < 0 || important < 0 || niceToHave < 0 || critical + important + niceToHave != 100) {
            throw new IllegalArgumentException("shares must not be negative and must add up to 100, were " + critical
                    + ", " + important + ", " + niceToHave);
        }
    }

    /** Lent at once, changed only by a person. */
    public TierShares(int critical, int important, int niceToHave) {
        this(critical, important, niceToHave, Lend.AT_ONCE, Reallocate.PROPOSE);
    }

    public int of(Tier tier) {
        return switch (tier) {
            case CRITICAL -> critical;
            case IMPORTANT -> important;
            case NICE_TO_HAVE -> niceToHave;
        };
    }

    /** When a share that its tier does not use is given to others. */
    public enum Lend {
        /** As soon as somebody asks: nothing is left unused, and a late caller of a long window may find it all spent. */
        AT_ONCE,
        /** Of long windows only in proportion to the time gone by: a late caller still finds its share of the rest. */
        PACED
    }

    /** What happens when use shows that other shares would serve the business better. */
    public enum Reallocate {
        /** A person reads the proposal and decides. */
        PROPOSE,
        /** The proposal is applied and its reason recorded. */
        AUTOMATIC
    }
}
