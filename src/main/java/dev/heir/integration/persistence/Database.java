package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs a piece of work on a connection; a PostgreSQL that fails us is told as such, never as a bug. */
@Singleton
final class Database {

    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Statements that each stand for themselves. */
    <T> T read(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.on(connection);
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    /** All of it is committed, or nothing. */
    <T> T transact(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            reason.addSuppressed(lost);
        }
    }

    private static LedgerUnavailable unavailable(SQLException failure) {
        return new LedgerUnavailable("PostgreSQL did not do it: " + failure.getMessage(), failure);
    }
}
