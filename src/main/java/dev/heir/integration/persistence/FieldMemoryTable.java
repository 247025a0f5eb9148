package dev.heir.integration.persistence;

import dev.heir.integration.scrape.FieldMemory;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Noted;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What pages showed for the fields of a project, in PostgreSQL. */
@Singleton
final class FieldMemoryTable implements FieldMemory {

    private final Database database;

    FieldMemoryTable(Database database) {
        this.database = database;
    }

    private record Shown(UUID place, String text) {}

    @Override
    public Map<String, Remembered> recall(String project, PageUrl page, List<Field> fields) {
        Map<UUID, String> names = new HashMap<>();
        fields.forEach(field -> names.put(key(page, field), field.name()));
        List<Shown> found = database.read(connection -> Database.list(
                connection,
                row -> new Shown(row.getObject(1, UUID.class), row.getString(2)),
                "SELECT place, shown FROM field_memory WHERE project = ? AND place = ANY (?)",
                project,
                connection.createArrayOf("uuid", names.keySet().toArray())));
        Map<String, Remembered> remembered = new HashMap<>();
        found.forEach(shown -> remembered.put(
                names.getOrDefault(shown.place(), ""), PageDocument.read(shown.text(), Remembered.class)));
        return remembered;
    }

    @Override
    public void note(String project, PageUrl page, Notes notes, ScrapeConfig.Drift drift) {
        // Sorted, so that two looks at one page lock their rows in the same order.
        List<Noted> sorted = notes.shown().stream()
                .sorted((one, other) -> key(page, one.field()).compareTo(key(page, other.field())))
                .toList();
        var _ = database.transact(connection -> {
            int written = sorted.isEmpty() ? 0 : write(connection, project, page, sorted);
            DriftRows.note(connection, project, page, notes, drift);
            return written;
        });
    }

    private static int write(Connection connection, String project, PageUrl page, List<Noted> sorted)
            throws SQLException {
        return Database.update(
                connection,
                """
                INSERT INTO field_memory (project, place, shown)
                SELECT ?, place, CAST(shown AS jsonb) FROM unnest(?, ?) AS noted (place, shown)
                ON CONFLICT (project, place) DO UPDATE SET shown = excluded.shown, noted_at = excluded.noted_at
                """,
                project,
                connection.createArrayOf(
                        "uuid",
                        sorted.stream().map(note -> key(page, note.field())).toArray()),
                connection.createArrayOf(
                        "text",
                        sorted.stream()
                                .map(note -> Stored.text(PageDocument.json(note.shown())))
                                .toArray()));
    }

    /** A field that is looked for in another way, or read as another type, is another one. */
    private static UUID key(PageUrl page, Field field) {
        String text = page + " " + field.name() + " " + field.document();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
