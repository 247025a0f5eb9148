package dev.heir.integration.provider;

import java.util.Optional;

/**
 * Who asks: one application of the company.
 *
 * @param id lower case letters, digits and hyphens
 * @param weight its share among the projects that ask in the same tier, from 1 to {@value #HEAVIEST}
 */
public record Project(String id, Tier defaultTier, Optional<Budget> monthlyBudget, int weight) {

    public static final int HEAVIEST = 1_000;

    public Project {
        if (weight < 1 || weight > HEAVIEST) {
            throw new IllegalArgumentException("weight must be from 1 to " + HEAVIEST + ", was " + weight);
        }
    }

    /** As heavy as any other. */
    public Project(String id, Tier defaultTier, Optional<Budget> monthlyBudget) {
        this(id, defaultTier, monthlyBudget, 1);
    }
}
