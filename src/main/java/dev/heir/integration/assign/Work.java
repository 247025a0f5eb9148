package dev.heir.integration.assign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kind of a piece of work: the operation of its DPR id, from which its section follows. */
public enum Work {
    API_INTEGRATION,
    WEB_SCRAPING,
    DATA_PIPELINE,
    AUTHENTICATION_SETUP,
    MONITORING_SETUP;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
