package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Questions that may take their time, but not much of it. */
final class Asked {

    /** Many are asked for one answer: one that hangs must not take the others' time. */
    private static final int SECONDS = 2;

    private Asked() {}

    static PreparedStatement of(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement query = Database.prepared(connection, sql, values);
        try {
            query.setQueryTimeout(SECONDS);
            return query;
        } catch (SQLException | RuntimeException failed) {
            query.close();
            throw failed;
        }
    }
}
