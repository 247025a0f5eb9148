package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;

/** Answers that broke off after their call was recorded: the story goes on, and the provider's last attempt failed. */
final class BrokenAnswers {

    private BrokenAnswers() {}

    static void add(Connection connection, DprId call, CallRecord.Strike how) throws SQLException {
        if (how.worked()) {
            wentOn(connection, call, how);
            return;
        }
        var _ = Database.update(
                connection,
                """
                WITH broken AS (
                    UPDATE call c SET symptom = coalesce(c.symptom, ?), fault = 'PROVIDER', detail = ?
                    FROM dpr_step s
                    WHERE c.series = s.series AND s.project = ? AND s.operation = ? AND s.tool = ? AND c.step = ?
                    RETURNING c.id, c.received_at
                ), failed AS (
                    UPDATE attempt a SET symptom = ?, counts_against_target = true, detail = ?
                    FROM broken b
                    WHERE a.call = b.id AND a.received_at = b.received_at AND a.number =
                        (SELECT max(number) FROM attempt o WHERE o.call = b.id AND o.received_at = b.received_at)
                )
                INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)
                SELECT id, received_at,
                    (SELECT coalesce(max(position) + 1, 0) FROM strike s
                     WHERE s.call = b.id AND s.received_at = b.received_at),
                    ?, ?, NULL, false, ?, ?
                FROM broken b
                """,
                how.symptom().name(),
                how.detail(),
                call.project(),
                call.operation(),
                call.tool(),
                call.step(),
                how.symptom().name(),
                how.detail(),
                how.number(),
                how.symptom().name(),
                how.at().atOffset(ZoneOffset.UTC),
                how.detail());
    }

    private static void wentOn(Connection connection, DprId call, CallRecord.Strike how) throws SQLException {
        var _ = Database.update(
                connection,
                """
                INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)
                SELECT c.id, c.received_at,
                    (SELECT coalesce(max(position) + 1, 0) FROM strike s
                     WHERE s.call = c.id AND s.received_at = c.received_at),
                    ?, ?, ?, true, ?, ?
                FROM call c JOIN dpr_step s ON c.series = s.series
                WHERE s.project = ? AND s.operation = ? AND s.tool = ? AND c.step = ?
                """,
                how.number(),
                how.symptom().name(),
                how.remedy().map(Enum::name).orElse(null),
                how.at().atOffset(ZoneOffset.UTC),
                how.detail(),
                call.project(),
                call.operation(),
                call.tool(),
                call.step());
    }
}
