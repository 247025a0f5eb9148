package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sweep leaves for the next one.
 *
 * @param troubleSeen when our own network last seemed down
 * @param now by the database's clock
 */
record SweepRow(boolean troubled, Optional<Instant> troubleSeen, Instant now) {

    /** Takes the turn: another sweep waits here until this one's transaction ends. */
    static SweepRow lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                        SELECT troubled, trouble_seen, clock_timestamp() AS now FROM sweep FOR UPDATE
                        """);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new SweepRow(
                    row.getBoolean("troubled"), Columns.maybeInstant(row, "trouble_seen"), Columns.instant(row, "now"));
        }
    }

    void write(Connection connection, boolean ownTrouble) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE sweep SET swept_at = ?, troubled = ?, trouble_seen = ?")) {
            statement.setObject(1, Columns.time(now));
            statement.setBoolean(2, ownTrouble);
            statement.setObject(3, Columns.time(ownTrouble ? Optional.of(now) : troubleSeen));
            statement.executeUpdate();
        }
    }
}
