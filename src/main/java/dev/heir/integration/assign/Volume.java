package dev.heir.integration.assign;

import java.time.Duration;

/** How much data must move: so many records in each {@code per}, of which one call brings {@code recordsPerCall}. */
public record Volume(long records, Duration per, long recordsPerCall) {

    public Volume {
        if (records < 1 || recordsPerCall < 1) {
            throw new IllegalArgumentException(
                    "records and recordsPerCall must be at least 1, were " + records + " and " + recordsPerCall);
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("per must be positive, was " + per);
        }
    }

    /** Calls needed in each {@code per}. */
    public long calls() {
        return Math.ceilDiv(records, recordsPerCall);
    }
}
