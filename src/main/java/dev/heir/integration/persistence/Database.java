package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs statements on PostgreSQL; one that fails us is told as such, never as a bug, and a bug never as an outage. */
@Singleton
final class Database {

    /** What PostgreSQL says of a statement that is wrong itself, and would be at the next try: data, rule, syntax, size. */
    private static final Set<String> OURS = Set.of("22", "23", "42", "54");

    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads one row of a result. */
    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Statements that each stand for themselves. */
    <T> T read(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.on(connection);
        } catch (SQLException failure) {
            throw told(failure);
        }
    }

    /** All of it is committed, or nothing. */
    <T> T transact(Work<T> work) {
        return read(connection -> Transaction.of(connection, () -> work.on(connection)));
    }

    int update(String sql, @Nullable Object... values) {
        return read(connection -> update(connection, sql, values));
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> list(Reading<T> reading, String sql, @Nullable Object... values) {
        return read(connection -> list(connection, reading, sql, values));
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

    <T> Optional<T> first(Reading<T> reading, String sql, @Nullable Object... values) {
        return list(reading, sql, values).stream().findFirst();
    }

    static <T> Optional<T> first(Connection connection, Reading<T> reading, String sql, @Nullable Object... values)
            throws SQLException {
        return list(connection, reading, sql, values).stream().findFirst();
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

    private static RuntimeException told(SQLException failure) {
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        String words = failure.getMessage();
        return state.length() == 5 && OURS.contains(state.substring(0, 2))
                ? new IllegalStateException("PostgreSQL refuses the statement: " + words, failure)
                : new LedgerUnavailable("PostgreSQL did not do it: " + words, failure);
    }
}
