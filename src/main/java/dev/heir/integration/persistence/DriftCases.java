package dev.heir.integration.persistence;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Case files of fields that a site does not show any more, one for each project, host and field. */
final class DriftCases {

    private DriftCases() {}

    /**
     * What a case tells.
     *
     * @param asked in which ways the field is looked for
     * @param shown its last good value, with the time and the page
     * @param samples pages that do not show it
     * @param found what stands there instead
     * @param suggestion a selector that would find it
     */
    record Lost(
            String name,
            String asked,
            String shown,
            Instant shownAt,
            String shownOn,
            long misses,
            Instant since,
            List<String> samples,
            Optional<String> found,
            Optional<String> suggestion) {

        List<String> told(String host) {
            List<String> told = new ArrayList<>();
            told.add("field '" + name + "' of " + host + " was not found on " + misses + " readings in a row since "
                    + since + ", by " + asked
                    + suggestion
                            .map(selector -> ": it seems to be at '" + selector + "' now, so ask for it there")
                            .orElse(": look where it is now, and ask for it there"));
            told.add("its last good value is '" + shown + "', of " + shownAt + " on " + shownOn
                    + ", which goes on standing in its place with kept: true");
            found.ifPresent(text -> told.add("what stands there now is not of its type: '" + text + "'"));
            told.add("pages that do not show it: " + String.join(", ", samples));
            return told;
        }
    }

    private record Known(UUID id, boolean old) {}

    /**
     * Opens the case, or tells the open one how it stands, at most every ten minutes. What a person has resolved is not
     * opened again within a day.
     */
    static void open(Connection connection, String project, String host, Lost lost) throws SQLException {
        String cause = cause(project, host, lost.name());
        String told = PageDocument.json(lost.told(host));
        Optional<Known> known = Database.first(
                connection, row -> new Known(row.getObject(1, UUID.class), row.getBoolean(2)), """
                SELECT id, last_seen_at < clock_timestamp() - interval '10 minutes' FROM escalation
                WHERE cause = ? AND status <> 'RESOLVED'
                """, cause);
        if (known.isPresent()) {
            if (known.get().old()) {
                var _ = Database.update(
                        connection, """
                        UPDATE escalation SET occurrences = ?, last_seen_at = clock_timestamp(),
                            recommendations = CAST(? AS jsonb)
                        WHERE id = ? AND status <> 'RESOLVED'
                        """, lost.misses(), told, known.get().id());
            }
        } else if (!isSettled(connection, host, cause)) {
            insert(connection, project, host, cause, lost, told);
        }
    }

    private static boolean isSettled(Connection connection, String host, String cause) throws SQLException {
        return Database.first(connection, _ -> true, """
                SELECT FROM escalation WHERE provider = ? AND cause = ? AND status = 'RESOLVED'
                    AND resolved_by <> 'orchestrator' AND resolved_at > clock_timestamp() - interval '1 day' LIMIT 1
                """, host, cause).isPresent();
    }

    private static void insert(Connection connection, String project, String host, String cause, Lost lost, String told)
            throws SQLException {
        DprId id = DprSteps.take(connection, project, List.of(new DprSteps.Wanted(ScrapeTable.KIND, ScrapeTable.TOOL)))
                .getFirst();
        var _ = Database.update(
                connection,
                """
                INSERT INTO escalation (cause, pattern, symptom, triggers, project, provider, operation, occurrences,
                    first_call, first_dpr_id, recommendations, attempted)
                VALUES (?, ?, ?, ARRAY[?], ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), '[]')
                ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO NOTHING
                """,
                cause,
                Symptom.FORMAT_CHANGE.pattern().name(),
                Symptom.FORMAT_CHANGE.name(),
                EscalationTrigger.STRIKE_THREE.name(),
                project,
                host,
                "field " + lost.name(),
                lost.misses(),
                UUID.randomUUID(),
                id.toString(),
                told);
    }

    /** The site shows it again: nobody has to do anything. */
    static void close(Connection connection, String project, String host, String field) throws SQLException {
        var _ = Database.update(connection, """
                UPDATE escalation SET status = 'RESOLVED', resolved_by = 'orchestrator', resolved_at = clock_timestamp(),
                    resolution = 'The field was read again.'
                WHERE cause = ? AND status <> 'RESOLVED'
                """, cause(project, host, field));
    }

    private static String cause(String project, String host, String field) {
        return Stored.key("field:" + project + ":" + host + ":" + field);
    }
}
