package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** How WebSockets ended after their calls were recorded. */
final class EndedSockets {

    private static final String OF_THE_CALL = """
            FROM dpr_step s
            WHERE c.series = s.series AND s.project = ? AND s.operation = ? AND s.tool = ? AND c.step = ?
            """;

    private EndedSockets() {}

    /** @param instance under which this process counts its attempts */
    static void add(
            Connection connection,
            DprId call,
            Duration took,
            String words,
            Optional<CallRecord.Attempt> failure,
            UUID instance)
            throws SQLException {
        if (failure.isPresent()) {
            failed(connection, call, took, words, failure.get(), instance);
            return;
        }
        var _ = Database.update(
                connection,
                "UPDATE call c SET took_micros = ?, detail = ? " + OF_THE_CALL,
                took.toNanos() / 1000,
                words,
                call.project(),
                call.operation(),
                call.tool(),
                call.step());
    }

    /** With a strike and an attempt, which counts for the second in which it failed. */
    private static void failed(
            Connection connection, DprId call, Duration took, String words, CallRecord.Attempt failure, UUID instance)
            throws SQLException {
        try (PreparedStatement statement = Database.prepared(
                connection,
                """
                        WITH numbered AS (
                            UPDATE call c SET took_micros = ?, detail = ?, symptom = coalesce(c.symptom, ?),
                                fault = 'PROVIDER'
                            %s
                            RETURNING c.id, c.received_at,
                                json_build_array(json_build_object('number',
                                    (SELECT coalesce(max(number), 0) + 1 FROM attempt a
                                     WHERE a.call = c.id AND a.received_at = c.received_at),
                                    'provider', c.provider, 'target', CAST(? AS text), 'started_at', CAST(? AS timestamptz),
                                    'took_micros', 0, 'status', 0, 'symptom', CAST(? AS text), 'retry', false,
                                    'slow', false, 'counts_against_target', true, 'detail', c.detail)) AS attempts,
                                json_build_array(json_build_object('position',
                                    (SELECT coalesce(max(position) + 1, 0) FROM strike s
                                     WHERE s.call = c.id AND s.received_at = c.received_at),
                                    'number', 1, 'symptom', CAST(? AS text), 'worked', false,
                                    'at', CAST(? AS timestamptz), 'detail', c.detail)) AS strikes
                        ), %s
                        SELECT 1
                        """.formatted(OF_THE_CALL, StoryRows.ADDED + ", " + StoryRows.STRUCK),
                took.toNanos() / 1000,
                words,
                failure.symptom().orElseThrow().name(),
                call.project(),
                call.operation(),
                call.tool(),
                call.step(),
                failure.target(),
                failure.startedAt().atOffset(ZoneOffset.UTC),
                failure.symptom().orElseThrow().name(),
                failure.symptom().orElseThrow().name(),
                failure.startedAt().atOffset(ZoneOffset.UTC),
                instance)) {
            statement.execute();
        }
    }
}
