package dev.heir.integration.knowledge;

/**
 * How often a remedy was tried and how often it worked.
 *
 * @param successes never more than {@code tries}
 */
public record Proof(long tries, long successes) {

    public static final Proof NONE = new Proof(0, 0);

    /** The 97.5% quantile of the normal distribution: two sides make 95%. */
    private static final double Z = 1.959963984540054;

    public Proof {
        if (successes < 0 || successes > tries) {
            throw new IllegalArgumentException(
                    "successes must be between 0 and tries (" + tries + "), was " + successes);
        }
    }

    /**
     * The lower bound of Wilson's 95% score interval (Wilson 1927, without continuity correction), 0 to 1: what is
     * proven, where two successes of two tries prove little.
     */
    public double proven() {
        if (tries == 0) {
            return 0;
        }
        double n = tries;
        double p = successes / n;
        double centre = p + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return Math.max(0, (centre - spread) / (1 + Z * Z / n));
    }

    public Proof plus(Proof other) {
        return new Proof(tries + other.tries, successes + other.successes);
    }
}
