package dev.heir.integration.persistence;

import dev.heir.integration.report.LatestAssignments;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The newest assignments in PostgreSQL. */
@Singleton
final class LatestAssignmentRows implements LatestAssignments {

    private final Database database;

    LatestAssignmentRows(Database database) {
        this.database = database;
    }

    @Override
    public List<UUID> latest(int most) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT id FROM assignment ORDER BY created_at DESC, id DESC LIMIT ?")) {
                statement.setInt(1, most);
                List<UUID> ids = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getObject(1, UUID.class));
                    }
                }
                return ids;
            }
        });
    }
}
