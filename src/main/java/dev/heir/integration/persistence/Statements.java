package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Single statements on PostgreSQL, each its own transaction. */
record Statements(DataSource database) {

    /** Reads one row of a result. */
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Several statements on one connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    int update(String sql, @Nullable Object... values) {
        return connected(connection -> update(connection, sql, values));
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> list(Reading<T> reading, String sql, @Nullable Object... values) {
        return connected(connection -> list(connection, reading, sql, values));
    }

    <T> Optional<T> first(Reading<T> reading, String sql, @Nullable Object... values) {
        return list(reading, sql, values).stream().findFirst();
    }

    /** All of it, or nothing. */
    <T> T together(Work<T> work) {
        return connected(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    static <T> List<T> list(Connection connection, Reading<T> reading, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reading.read(rows));
            }
            return read;
        }
    }

    /** Texts are made storable: one bad character must not cost the whole row. */
    static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof String text ? Stored.text(text) : values[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException failed) {
            statement.close();
            throw failed;
        }
    }

    private <T> T connected(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL: " + failed.getMessage(), failed);
        }
    }
}
