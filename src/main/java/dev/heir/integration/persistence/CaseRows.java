package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Escalations;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Case files in PostgreSQL. The ledger and the sweep open them; here they are read and moved on. */
@Singleton
final class CaseRows implements Escalations {

    private static final String SELECT = """
            SELECT e.id, e.cause, e.provider, e.operation, e.pattern, e.symptom, e.signature, e.triggers,
                ARRAY(SELECT jsonb_array_elements_text(e.recommendations)) AS recommendations, e.first_dpr_id,
                e.opened_at, e.last_seen_at, e.occurrences, e.status, e.acknowledged_by, e.acknowledged_at,
                e.resolved_by, e.resolved_at, e.resolution, r.remedy
            FROM escalation e LEFT JOIN resolution r ON r.escalation = e.id
            """;

    private final Database database;
    private final Acting acting;

    @Inject
    CaseRows(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    CaseRows(Database database) {
        this(database, Acting.BY_ITSELF);
    }

    @Override
    public List<Escalation> page(Optional<CaseState.Status> status, Optional<String> after, int most) {
        Optional<Cursor> cursor = after.map(Cursor::parse);
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SELECT + """
                    WHERE (?::text IS NULL OR e.status = ?) AND (?::timestamptz IS NULL OR (e.opened_at, e.id) < (?, ?))
                    ORDER BY e.opened_at DESC, e.id DESC LIMIT ?
                    """)) {
                String name = status.map(Enum::name).orElse(null);
                statement.setString(1, name);
                statement.setString(2, name);
                statement.setObject(3, Columns.time(cursor.map(Cursor::at)));
                statement.setObject(4, Columns.time(cursor.map(Cursor::at)));
                statement.setObject(5, cursor.map(Cursor::uuid).orElse(null));
                statement.setInt(6, most);
                return read(statement);
            }
        });
    }

    @Override
    public long unresolved() {
        return database.first(row -> row.getLong(1), "SELECT count(*) FROM escalation WHERE status <> 'RESOLVED'")
                .orElse(0L);
    }

    @Override
    public Optional<Escalation> find(String id) {
        return uuid(id).isPresent()
                ? database.read(connection -> find(connection, uuid(id).orElseThrow(), ""))
                : database.read(connection -> byCause(connection, id));
    }

    @Override
    public Optional<CaseState.Moved> acknowledge(String id, String by) {
        return uuid(id).flatMap(key -> database.transact(connection -> {
            Optional<Escalation> found = find(connection, key, "FOR UPDATE OF e");
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Doer.tell(connection, acting);
            CaseState.Moved moved = found.get().state().acknowledge(by, Clocks.now(connection));
            if (moved instanceof CaseState.Moved.Done(CaseState.Acknowledged taken, boolean changed) && changed) {
                try (PreparedStatement statement = connection.prepareStatement("""
                        UPDATE escalation SET status = 'ACKNOWLEDGED', acknowledged_by = ?, acknowledged_at = ?
                        WHERE id = ?
                        """)) {
                    statement.setString(1, Stored.text(taken.by()));
                    statement.setObject(2, Columns.time(taken.at()));
                    statement.setObject(3, key);
                    statement.executeUpdate();
                }
            }
            return Optional.of(moved);
        }));
    }

    @Override
    public Optional<CaseState.Moved> resolve(String id, Resolution resolution) {
        return uuid(id).flatMap(key -> database.transact(connection -> {
            // Takes turns with the sweep, which changes standings and cases too.
            SweepRow.lock(connection);
            Optional<Escalation> found = find(connection, key, "FOR UPDATE OF e");
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Doer.tell(connection, acting);
            CaseState.Moved moved = found.get().state().resolve(resolution, Clocks.now(connection));
            if (moved instanceof CaseState.Moved.Done(CaseState.Resolved done, boolean changed) && changed) {
                Resolutions.write(connection, key, found.get(), done);
            }
            return Optional.of(moved);
        }));
    }

    private static Optional<Escalation> find(Connection connection, UUID id, String lock) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + "WHERE e.id = ? " + lock)) {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        }
    }

    private static Optional<Escalation> byCause(Connection connection, String cause) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                SELECT + "WHERE e.cause = ? ORDER BY e.status = 'RESOLVED', e.opened_at DESC LIMIT 1")) {
            statement.setString(1, Stored.key(cause));
            return read(statement).stream().findFirst();
        }
    }

    private static List<Escalation> read(PreparedStatement statement) throws SQLException {
        List<Escalation> cases = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                cases.add(new Escalation(
                        row.getString("id"),
                        row.getString("cause"),
                        row.getString("provider"),
                        row.getString("operation"),
                        ErrorPattern.valueOf(row.getString("pattern")),
                        Symptom.valueOf(row.getString("symptom")),
                        Columns.maybeText(row, "signature"),
                        Columns.texts(row, "triggers").stream()
                                .map(EscalationTrigger::valueOf)
                                .toList(),
                        Columns.texts(row, "recommendations"),
                        row.getString("first_dpr_id"),
                        Columns.instant(row, "opened_at"),
                        Columns.instant(row, "last_seen_at"),
                        row.getLong("occurrences"),
                        state(row)));
            }
        }
        return cases;
    }

    private static CaseState state(ResultSet row) throws SQLException {
        Optional<CaseState.Acknowledged> taken = touched(row);
        return switch (CaseState.Status.valueOf(row.getString("status"))) {
            case OPEN -> new CaseState.Open();
            case ACKNOWLEDGED -> taken.orElseThrow();
            case RESOLVED ->
                new CaseState.Resolved(
                        taken,
                        row.getString("resolved_by"),
                        Columns.instant(row, "resolved_at"),
                        row.getString("resolution"),
                        Columns.maybe(Remedy.class, row, "remedy"));
        };
    }

    private static Optional<CaseState.Acknowledged> touched(ResultSet row) throws SQLException {
        Optional<Instant> at = Columns.maybeInstant(row, "acknowledged_at");
        String by = row.getString("acknowledged_by");
        return at.map(when -> new CaseState.Acknowledged(by, when));
    }

    /** What is no id names no case. */
    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
