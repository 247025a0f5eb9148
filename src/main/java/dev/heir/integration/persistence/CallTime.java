package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * When a call was received, as its id tells it: whoever looks for a call by its id visits one day of the ledger, or two,
 * and not all of history.
 */
record CallTime(OffsetDateTime earliest, OffsetDateTime latest) {

    /** A call's id is made when it is received: more than the millisecond it names is not needed, and costs nothing. */
    private static final Duration ABOUT = Duration.ofMinutes(5);

    /** For calls looked for by their number: those that anybody still waits for were received since. */
    private static final Duration LATELY = Duration.ofDays(1);

    /** Any time at all where the id names none. */
    static CallTime of(UUID call) {
        if (call.version() != 7) {
            return new CallTime(OffsetDateTime.MIN, OffsetDateTime.MAX);
        }
        OffsetDateTime made =
                Instant.ofEpochMilli(call.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC);
        return new CallTime(made.minus(ABOUT), made.plus(ABOUT));
    }

    /** Since when calls are of late, as a value: only that spares the planner the days of history, too. */
    static OffsetDateTime lately(Connection connection) throws SQLException {
        return Columns.time(Clocks.now(connection).minus(LATELY));
    }
}
