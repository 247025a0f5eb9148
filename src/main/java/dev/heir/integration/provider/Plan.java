package dev.heir.integration.provider;

import java.util.List;
import java.util.Optional;

/**
 * A larger plan that the provider sells: recommended with its price when limits hurt, bought by a person.
 *
 * @param price what use costs on top of the monthly fee; empty when it is included
 */
public record Plan(String name, Money monthly, List<Limit> limits, Optional<PriceModel> price) {

    public Plan {
        limits = List.copyOf(limits);
    }
}
