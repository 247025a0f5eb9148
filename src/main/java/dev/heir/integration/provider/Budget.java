package dev.heir.integration.provider;

import java.math.BigDecimal;

/**
 * What may be spent in a calendar month in UTC. Only what is spent in its own currency counts: nobody here knows
 * exchange rates.
 */
public record Budget(Money amount, Stop stop) {

    /** Of any currency: budgets are counted to the billionth, and what is spent beyond a soft one has to fit as well. */
    public static final BigDecimal LARGEST = BigDecimal.valueOf(2_000_000_000);

    /** What happens at its end. */
    public enum Stop {
        /** What would pass it is refused. */
        HARD,
        /** It is passed, with a warning. */
        SOFT
    }

    @Override
    public String toString() {
        return amount + (stop == Stop.SOFT ? " (soft)" : "");
    }
}
