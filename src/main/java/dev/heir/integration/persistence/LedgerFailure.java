package dev.heir.integration.persistence;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;

/**
 * What a failed statement of the ledger means.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL error codes</a>
 */
enum LedgerFailure {
    /** No partition for the day: nothing was written. */
    MISSING_DAY,
    /** PostgreSQL asks for another try: nothing was written. */
    ROLLED_BACK,
    /** There was no connection to be had, or no room for it: nothing was written, and it may be over soon. */
    NO_ROOM,
    /** This PostgreSQL only reads now, and another one is taking over: nothing was written. */
    TAKEN_OVER,
    /** The connection is gone, or the row is there already: it is unknown what was written. */
    UNSURE,
    /** Something about a record is unacceptable: nothing of its group was written. */
    BAD_RECORD,
    /** PostgreSQL does not write now. */
    REFUSED;

    static LedgerFailure of(SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        return switch (state) {
            case "23514" -> namesConstraint(e) ? BAD_RECORD : MISSING_DAY;
            case "23505", "" -> UNSURE;
            case "40001", "40P01" -> ROLLED_BACK;
            case "25006" -> TAKEN_OVER;
            default -> ofClass(state.length() < 2 ? state : state.substring(0, 2));
        };
    }

    /** What it means that no connection was had: whatever the reason, this try wrote nothing. */
    static LedgerFailure ofConnecting(SQLException e) {
        return of(e) == REFUSED ? REFUSED : NO_ROOM;
    }

    private static LedgerFailure ofClass(String sqlClass) {
        return switch (sqlClass) {
            case "08", "57" -> UNSURE;
            case "53" -> NO_ROOM;
            case "22", "23", "54" -> BAD_RECORD;
            default -> REFUSED;
        };
    }

    /** A row that finds no partition violates no constraint with a name. */
    private static boolean namesConstraint(SQLException e) {
        return e instanceof PSQLException p
                && p.getServerErrorMessage() != null
                && p.getServerErrorMessage().getConstraint() != null;
    }
}
