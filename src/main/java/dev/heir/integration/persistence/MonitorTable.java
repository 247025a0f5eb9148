package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.scrape.monitor.MonitorDocuments;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of monitors in PostgreSQL. */
@Singleton
final class MonitorTable implements MonitorDocuments {

    private final Database database;
    private final Acting acting;

    MonitorTable(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    @Override
    public Stored put(String name, Map<String, ?> document) {
        String written = JsonTree.write(document);
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            Optional<Boolean> isNew = Database.first(connection, row -> row.getBoolean(1), """
                    INSERT INTO monitor AS m (id, document) VALUES (?, CAST(? AS jsonb))
                    ON CONFLICT (id) DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at
                    WHERE m.document <> excluded.document RETURNING xmax = 0
                    """, name, written);
            if (isNew.isPresent()) {
                var _ = Database.update(connection, "DELETE FROM monitor_state WHERE monitor = ?", name);
                var _ = Database.update(connection, "DELETE FROM monitor_page WHERE monitor = ?", name);
                var _ = Database.update(connection, "INSERT INTO monitor_state (monitor) VALUES (?)", name);
            }
            return new Stored(name, JsonTree.read(written), isNew.orElse(false));
        });
    }

    @Override
    public Optional<Stored> create(String name, Map<String, ?> document) {
        String written = JsonTree.write(document);
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            boolean isNew = Database.update(
                            connection,
                            "INSERT INTO monitor (id, document) VALUES (?, CAST(? AS jsonb)) ON CONFLICT DO NOTHING",
                            name,
                            written)
                    == 1;
            if (isNew) {
                var _ = Database.update(connection, "INSERT INTO monitor_state (monitor) VALUES (?)", name);
            }
            return Database.first(
                    connection,
                    row -> new Stored(name, JsonTree.read(row.getString(1)), isNew),
                    "SELECT document FROM monitor WHERE id = ? AND document = CAST(? AS jsonb)",
                    name,
                    written);
        });
    }

    @Override
    public Optional<Map<String, Object>> find(String name) {
        return database.first(
                row -> JsonTree.read(row.getString(1)), "SELECT document FROM monitor WHERE id = ?", name);
    }

    @Override
    public List<Stored> page(Optional<String> after, int most) {
        return database.list(
                MonitorTable::stored,
                "SELECT id, document FROM monitor WHERE id > ? ORDER BY id LIMIT ?",
                after.orElse(""),
                most);
    }

    @Override
    public boolean remove(String name) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.update(connection, "DELETE FROM monitor WHERE id = ?", name) == 1;
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(row.getString(1), JsonTree.read(row.getString(2)), false);
    }
}
