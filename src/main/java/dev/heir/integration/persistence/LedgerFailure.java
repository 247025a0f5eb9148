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
            default -> ofClass(state.length() < 2 ? state : state.substring(0, 2));
        };
    }

    private static LedgerFailure ofClass(String sqlClass) {
        return switch (sqlClass) {
            case "08", "57" -> UNSURE;
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
