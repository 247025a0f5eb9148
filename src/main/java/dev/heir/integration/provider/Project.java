package dev.heir.integration.provider;

import java.util.Optional;

/**
 * Who asks: one application of the company.
 *
 * @param id lower case letters, digits and hyphens
 */
public record Project(String id, Tier defaultTier, Optional<Money> monthlyBudget) {}
