package dev.heir.integration.persistence;

import dev.heir.integration.assign.Assignment;
import dev.heir.integration.assign.WorkOrders;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignments in PostgreSQL. */
@Singleton
class AssignmentRows implements WorkOrders {

    private static final String SELECT =
            "SELECT id, project, created_at, fingerprint, requirement::text AS requirement" + " FROM assignment WHERE ";

    private final Database database;

    AssignmentRows(Database database) {
        this.database = database;
    }

    @Override
    public Assignment create(Draft draft) {
        UUID id = database.transact(connection -> {
            Optional<UUID> created = insert(connection, draft);
            if (created.isEmpty()) {
                return idOf(connection, draft.idempotencyKey().orElseThrow());
            }
            PhaseRows.insert(connection, created.get(), draft.project(), draft.plan());
            return created.get();
        });
        return find(id).orElseThrow();
    }

    @Override
    public Optional<Assignment> find(UUID id) {
        return database.read(connection -> select(connection, "id = ?", id));
    }

    @Override
    public Optional<Assignment> byIdempotencyKey(String key) {
        return database.read(connection -> select(connection, "idempotency_key = ?", key));
    }

    /** Empty when the idempotency key is taken; whoever is taking it right now is waited for. */
    private static Optional<UUID> insert(Connection connection, Draft draft) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO assignment (project, idempotency_key, fingerprint, requirement)
                VALUES (?, ?, ?, CAST(? AS jsonb))
                ON CONFLICT (idempotency_key) DO NOTHING
                RETURNING id
                """)) {
            insert.setString(1, draft.project());
            insert.setString(2, orNull(draft.idempotencyKey()));
            insert.setString(3, draft.fingerprint());
            insert.setString(4, JsonTree.write(draft.document()));
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    private static UUID idOf(Connection connection, String key) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM assignment WHERE idempotency_key = ?")) {
            query.setString(1, key);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    private static Optional<Assignment> select(Connection connection, String where, Object value) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + where)) {
            query.setObject(1, value);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                UUID id = row.getObject("id", UUID.class);
                String project = row.getString("project");
                return Optional.of(new Assignment(
                        id,
                        project,
                        Columns.instant(row, "created_at"),
                        row.getString("fingerprint"),
                        JsonTree.read(row.getString("requirement")),
                        PhaseRows.select(connection, id, project)));
            }
        }
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }
}
