package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRecord.Incident;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Case files, opened or added to in the transaction of the call that told of the trouble. */
final class EscalationRows {

    private EscalationRows() {}

    /**
     * A cause has one open case file, whoever comes first: the unique index decides, and the others add to it. In one
     * order for everyone so that no two groups wait for each other.
     */
    static void open(Connection connection, List<CallRecord> calls, Map<UUID, DprId> ids) throws SQLException {
        List<CallRecord> troubled = calls.stream()
                .filter(call -> call.incident().isPresent())
                .sorted(Comparator.comparing(
                        call -> call.incident().map(Incident::cause).orElse("")))
                .toList();
        if (troubled.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO escalation AS e (cause, pattern, symptom, triggers, signature, project, provider, operation,
                    occurrences, first_call, first_dpr_id, recommendations, attempted)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, CAST(? AS jsonb), CAST(? AS jsonb))
                ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO UPDATE
                SET occurrences = e.occurrences + 1,
                    last_seen_at = excluded.last_seen_at,
                    triggers = e.triggers || ARRAY(
                        SELECT t FROM unnest(excluded.triggers) AS t WHERE t <> ALL (e.triggers)),
                    recommendations = e.recommendations || (
                        SELECT coalesce(jsonb_agg(r), '[]') FROM jsonb_array_elements(excluded.recommendations) AS r
                        WHERE NOT e.recommendations @> jsonb_build_array(r))
                """)) {
            for (CallRecord call : troubled) {
                Optional<DprId> id = Optional.ofNullable(ids.get(call.id()));
                bind(connection, statement, call, call.incident().orElseThrow(), id.orElseThrow());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(
            Connection connection, PreparedStatement statement, CallRecord call, Incident incident, DprId id)
            throws SQLException {
        statement.setString(1, Stored.key(incident.cause()));
        statement.setString(2, incident.pattern().name());
        statement.setString(3, incident.symptom().name());
        statement.setArray(
                4,
                connection.createArrayOf(
                        "text",
                        incident.triggers().stream().map(Enum::name).distinct().toArray()));
        statement.setString(5, call.signature().map(Stored::key).orElse(null));
        statement.setString(6, Stored.text(call.project()));
        statement.setString(7, Stored.text(call.provider()));
        statement.setString(8, Stored.text(call.operation()));
        statement.setObject(9, call.id());
        statement.setString(10, id.toString());
        ArrayNode recommendations = JsonNodeFactory.instance.arrayNode();
        incident.recommendations().forEach(text -> recommendations.add(Stored.text(text)));
        statement.setString(11, recommendations.toString());
        statement.setString(12, attempted(call).toString());
    }

    private static ArrayNode attempted(CallRecord call) {
        ArrayNode attempted = JsonNodeFactory.instance.arrayNode();
        for (CallRecord.Strike strike : call.strikes()) {
            ObjectNode one = attempted.addObject();
            one.put("strike", strike.number());
            one.put("symptom", strike.symptom().name());
            strike.remedy().ifPresent(remedy -> one.put("remedy", remedy.name()));
            one.put("worked", strike.worked());
            one.put("at", strike.at().toString());
            one.put("detail", Stored.text(strike.detail()));
        }
        return attempted;
    }
}
