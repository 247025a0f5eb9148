package dev.heir.integration.assign;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who does a piece of work. */
public enum Specialist {
    API("api-specialist"),
    SCRAPER("scraper-specialist");

    private final String wire;

    Specialist(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }
}
