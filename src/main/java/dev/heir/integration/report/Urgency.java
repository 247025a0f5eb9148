package dev.heir.integration.report;

import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Tier;
import java.util.Optional;

/** How soon a person should look: a pure decision. */
public enum Urgency {
    LOW,
    MEDIUM,
    HIGH,
    IMMEDIATE;

    /** From this many calls let down in an hour on, the urgency is one step higher. */
    static final long BUSY = 60;

    /**
     * The more critical of provider and caller sets the level, the number of calls let down raises it, and a case that
     * lets nobody down any more is one step lower.
     *
     * @param highest tier among the calls let down; empty when none was
     * @param perHour calls let down per hour of late
     */
    public static Urgency of(Criticality criticality, Optional<Tier> highest, long perHour) {
        Urgency provider = of(criticality);
        Urgency caller = highest.map(Urgency::of).orElse(LOW);
        Urgency level = provider.compareTo(caller) > 0 ? provider : caller;
        if (perHour == 0) {
            return level.lower();
        }
        return perHour >= BUSY ? level.higher() : level;
    }

    private static Urgency of(Criticality criticality) {
        return switch (criticality) {
            case LOW -> LOW;
            case NORMAL -> MEDIUM;
            case HIGH -> HIGH;
            case CRITICAL -> IMMEDIATE;
        };
    }

    private static Urgency of(Tier tier) {
        return switch (tier) {
            case CRITICAL -> HIGH;
            case IMPORTANT -> MEDIUM;
            case NICE_TO_HAVE -> LOW;
        };
    }

    private Urgency higher() {
        return switch (this) {
            case LOW -> MEDIUM;
            case MEDIUM -> HIGH;
            case HIGH, IMMEDIATE -> IMMEDIATE;
        };
    }

    private Urgency lower() {
        return switch (this) {
            case LOW, MEDIUM -> LOW;
            case HIGH -> MEDIUM;
            case IMMEDIATE -> HIGH;
        };
    }
}
