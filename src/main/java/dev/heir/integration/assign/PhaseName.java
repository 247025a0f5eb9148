package dev.heir.integration.assign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The three phases of every assignment, in their order. */
public enum PhaseName {
    EXTERNAL_API_ASSESSMENT("API plan"),
    DATA_PIPELINE_SETUP("automated flows"),
    INTEGRATION_MONITORING("monitoring");

    private final String yields;

    PhaseName(String yields) {
        this.yields = yields;
    }

    /** What the phase leaves behind, in two words. */
    public String yields() {
        return yields;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
