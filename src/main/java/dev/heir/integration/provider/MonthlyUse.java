package dev.heir.integration.provider;

import java.time.Instant;
import java.util.Map;

/** What was used of providers in a calendar month in UTC, over all projects. */
public interface MonthlyUse {

    /**
     * Units by their names, {@link PriceModel#CALLS} among them; from memory, at most one second old.
     *
     * @param at any time of the month
     */
    Map<String, Long> units(String provider, Instant at);

    /**
     * Counts units of a month and gives each unit's number before them. Nobody else, on any instance, gets the same
     * place, so that prices by step add up to the bill; one atomic statement, not remembered.
     *
     * @param at any time of the month
     */
    Map<String, Long> count(String provider, Instant at, Map<String, Long> units);
}
