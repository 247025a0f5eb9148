package dev.heir.integration.persistence;

import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.knowledge.Knowledge;
import dev.heir.integration.knowledge.Proof;
import dev.heir.integration.strike.Remedy;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known, in PostgreSQL. */
@Singleton
final class KnowledgeRows implements Knowledge {

    private final Database database;

    KnowledgeRows(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> page(Optional<String> provider, Optional<String> after, int most) {
        Optional<Cursor> cursor = after.map(Cursor::parse);
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    SELECT signature, provider, operation, symptom, message, seen, first_seen, last_seen
                    FROM error_signature
                    WHERE (?::text IS NULL OR provider = ?) AND (?::timestamptz IS NULL OR (last_seen, signature) < (?, ?))
                    ORDER BY last_seen DESC, signature DESC LIMIT ?
                    """)) {
                statement.setString(1, provider.orElse(null));
                statement.setString(2, provider.orElse(null));
                statement.setObject(3, Columns.time(cursor.map(Cursor::at)));
                statement.setObject(4, Columns.time(cursor.map(Cursor::at)));
                statement.setString(5, cursor.map(Cursor::id).orElse(null));
                statement.setInt(6, most);
                return read(connection, statement);
            }
        });
    }

    @Override
    public Optional<Entry> about(String signature) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    SELECT signature, provider, operation, symptom, message, seen, first_seen, last_seen
                    FROM error_signature WHERE signature = ?
                    """)) {
                statement.setString(1, signature);
                return read(connection, statement).stream().findFirst();
            }
        });
    }

    @Override
    public int learn() {
        return database.transact(connection -> {
            Instant counted = RemedyOutcomes.count(connection);
            return Lessons.record(connection, counted);
        });
    }

    private static List<Entry> read(Connection connection, PreparedStatement statement) throws SQLException {
        List<Entry> bare = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                bare.add(new Entry(
                        row.getString("signature"),
                        row.getString("provider"),
                        row.getString("operation"),
                        row.getString("symptom"),
                        row.getString("message"),
                        row.getLong("seen"),
                        Columns.instant(row, "first_seen"),
                        Columns.instant(row, "last_seen"),
                        List.of(),
                        List.of()));
            }
        }
        Array signatures = connection.createArrayOf(
                "text", bare.stream().map(Entry::signature).toArray());
        Map<String, List<Entry.Tried>> tried = tried(connection, signatures);
        Map<String, List<Entry.Resolved>> resolved = resolved(connection, signatures);
        return bare.stream()
                .map(entry -> entry.with(
                        tried.getOrDefault(entry.signature(), List.of()),
                        resolved.getOrDefault(entry.signature(), List.of())))
                .toList();
    }

    private static Map<String, List<Entry.Tried>> tried(Connection connection, Array signatures) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT signature, remedy, tries, successes FROM remedy_outcome WHERE signature = ANY (?)
                """)) {
            statement.setArray(1, signatures);
            Map<String, List<Entry.Tried>> tried = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tried.computeIfAbsent(row.getString("signature"), key -> new ArrayList<>())
                            .add(Entry.Tried.of(
                                    Remedy.valueOf(row.getString("remedy")),
                                    new Proof(row.getLong("tries"), row.getLong("successes"))));
                }
            }
            tried.values()
                    .forEach(one -> one.sort(
                            Comparator.comparingDouble(Entry.Tried::proven).reversed()));
            return tried;
        }
    }

    private static Map<String, List<Entry.Resolved>> resolved(Connection connection, Array signatures)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT r.signature, r.escalation, r.resolved_by, r.resolved_at, r.resolution, r.remedy,
                    r.lesson_recorded_at, r.lesson, extract(epoch FROM r.resolved_at - e.opened_at)::bigint AS lasted,
                    (r.lesson ->> 'calls')::bigint AS calls
                FROM resolution r JOIN escalation e ON e.id = r.escalation
                WHERE r.signature = ANY (?) ORDER BY r.resolved_at DESC
                """)) {
            statement.setArray(1, signatures);
            Map<String, List<Entry.Resolved>> resolved = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    resolved.computeIfAbsent(row.getString("signature"), key -> new ArrayList<>())
                            .add(new Entry.Resolved(
                                    row.getString("escalation"),
                                    row.getString("resolved_by"),
                                    Columns.instant(row, "resolved_at"),
                                    row.getString("resolution"),
                                    Columns.maybe(Remedy.class, row, "remedy"),
                                    lesson(connection, row)));
                }
            }
            return resolved;
        }
    }

    private static Optional<Entry.Lesson> lesson(Connection connection, ResultSet row) throws SQLException {
        Optional<Instant> recorded = Columns.maybeInstant(row, "lesson_recorded_at");
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Entry.Lesson(
                Duration.ofSeconds(row.getLong("lasted")),
                row.getLong("calls"),
                Lessons.remedies(connection, row.getString("lesson")),
                recorded.get()));
    }
}
