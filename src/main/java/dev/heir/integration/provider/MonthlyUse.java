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
}
