package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sweep leaves for the next one.
 *
 * @param troubled whether our own network seemed down
 * @param troubleSeen when that was last seen: silence that nobody meets proves nothing
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

    /** Whether our own network is still taken for down: for as long after it was seen as anything is measured. */
    boolean isTroubled(Duration window) {
        return troubled
                && troubleSeen.filter(seen -> now.minus(window).isBefore(seen)).isPresent();
    }

    /** @param seen whether anybody outside was met with silence since */
    void write(Connection connection, boolean ownTrouble, boolean seen) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE sweep SET swept_at = ?, troubled = ?, trouble_seen = ?")) {
            statement.setObject(1, Columns.time(now));
            statement.setBoolean(2, ownTrouble);
            statement.setObject(3, Columns.time(ownTrouble && seen ? Optional.of(now) : troubleSeen));
            statement.executeUpdate();
        }
    }
}
