package dev.heir.integration.provider;

/** How a limit is shared between tiers, in percent; the three add up to 100. */
public record TierShares(int critical, int important, int niceToHave) {

    public static final TierShares STANDARD = new TierShares(60, 30, 10);

    public TierShares {
        if (critical < 0 || important < 0 || niceToHave < 0 || critical + important + niceToHave != 100) {
            throw new IllegalArgumentException("shares must not be negative and must add up to 100, were " + critical
                    + ", " + important + ", " + niceToHave);
        }
    }
}
