package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Steps on one connection of which all are committed, or none, whatever is thrown in between. */
final class Transaction {

    private Transaction() {}

    /** What is done in it. */
    interface Steps<T> {
        T take() throws SQLException;
    }

    /** Its connection, or PostgreSQL itself, went away before the commit: it is certain that nothing was done. */
    static final class Undone extends SQLException {
        private static final long serialVersionUID = 1;

        Undone(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
        }
    }

    static <T> T of(Connection connection, Steps<T> steps) throws SQLException {
        T result;
        boolean committing = false;
        try {
            connection.setAutoCommit(false);
            result = steps.take();
            committing = true;
            connection.commit();
        } catch (SQLException failure) {
            undo(connection, failure);
            throw !committing && isPassing(failure) ? new Undone(failure) : failure;
        } catch (RuntimeException | Error failure) {
            undo(connection, failure);
            throw failure;
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException lost) { // it is committed, and what is left of its connection is nobody's
            connection.abort(Runnable::run);
        }
        return result;
    }

    private static boolean isPassing(SQLException failure) {
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        return state.startsWith("08") || state.startsWith("57") || state.startsWith("40");
    }

    /**
     * To go back to committing each statement commits what was begun (and so does the pool for a connection that comes back):
     * one that cannot be rolled back is cut instead.
     */
    private static void undo(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException | Error lost) {
            reason.addSuppressed(lost);
            try {
                connection.abort(Runnable::run);
            } catch (SQLException | RuntimeException | Error gone) {
                reason.addSuppressed(gone);
            }
        }
    }
}
