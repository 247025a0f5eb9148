package dev.heir.integration.assign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who the work must be coordinated with: those who own the data, the money, and what it all runs on. */
public enum Domain {
    DATA,
    PAYMENT,
    PLATFORM;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
