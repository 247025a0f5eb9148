package dev.heir.integration.provider;

import java.util.Optional;

/**
 * Who asks: one application of the company.
 *
 * @param id lower case letters, digits and hyphens
 * @param weight its share among the projects that ask in the same tier, from 1 to {@value #HEAVIEST}
 * @param reach of the key that it showed
 */
public record Project(String id, Tier defaultTier, Optional<Budget> monthlyBudget, int weight, Reach reach) {

    public static final int HEAVIEST = 1_000;

    public Project {
        if (weight < 1 || weight > HEAVIEST) {
            throw new IllegalArgumentException("weight must be from 1 to " + HEAVIEST + ", was " + weight);
        }
    }

    /** As it is by itself. */
    public Project(String id, Tier defaultTier, Optional<Budget> monthlyBudget, int weight) {
        this(id, defaultTier, monthlyBudget, weight, Reach.WHOLE);
    }

    /** As heavy as any other. */
    public Project(String id, Tier defaultTier, Optional<Budget> monthlyBudget) {
        this(id, defaultTier, monthlyBudget, 1);
    }

    /** With a key that is not for everything. */
    public Project reaching(Reach some) {
        return new Project(id, defaultTier, monthlyBudget, weight, some);
    }
}
