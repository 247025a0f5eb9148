package dev.heir.integration.persistence;

import dev.heir.integration.report.LatestAssignments;
import jakarta.inject.Singleton;
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
        return database.list(
                row -> row.getObject(1, UUID.class),
                "SELECT id FROM assignment ORDER BY created_at DESC, id DESC LIMIT ?",
                most);
    }

    @Override
    public long count() {
        return database.first(row -> row.getLong(1), "SELECT count(*) FROM assignment")
                .orElse(0L);
    }
}
