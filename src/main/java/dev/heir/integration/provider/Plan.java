package dev.heir.integration.provider;

import java.util.List;

/** A larger plan that the provider sells: recommended with its price when limits hurt, bought by a person. */
public record Plan(String name, Money monthly, List<Limit> limits) {

    public Plan {
        limits = List.copyOf(limits);
    }
}
