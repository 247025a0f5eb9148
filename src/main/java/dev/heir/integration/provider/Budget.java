package dev.heir.integration.provider;

/**
 * What may be spent in a calendar month in UTC. Only what is spent in its own currency counts: nobody here knows
 * exchange rates.
 */
public record Budget(Money amount, Stop stop) {

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
