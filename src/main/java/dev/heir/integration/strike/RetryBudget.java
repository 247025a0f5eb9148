package dev.heir.integration.strike;

/**
 * Keeps retries a small share of a provider's traffic, so that an outage is not made worse by those who suffer from it.
 *
 * @param ratio share of all attempts that may be retries, above 0 and below 1
 * @param floor retries within the window that are allowed whatever the share, not negative
 */
public record RetryBudget(double ratio, int floor) {

    /**
     * A fifth of the traffic. 10 a minute: below 50 attempts a minute a fifth would allow hardly any, and one retry every
     * six seconds overloads nobody; three critical calls with three retries each still have theirs.
     */
    public static final RetryBudget STANDARD = new RetryBudget(0.2, 10);

    public RetryBudget {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("ratio must be above 0 and below 1, was " + ratio);
        }
        if (floor < 0) {
            throw new IllegalArgumentException("floor must not be negative, was " + floor);
        }
    }

    /**
     * Whether one more retry stays within the budget, itself counted on both sides.
     *
     * @param provider all targets of the provider together over the last minute
     */
    public boolean allows(Window provider) {
        return provider.retries() < floor || provider.retries() + 1 <= ratio * (provider.calls() + 1);
    }
}
