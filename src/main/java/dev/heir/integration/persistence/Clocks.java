package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The clock the fleet shares. */
final class Clocks {

    private Clocks() {}

    static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp() AS now");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return Columns.instant(row, "now");
        }
    }
}
