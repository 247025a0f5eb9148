package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Answers that broke off after their call was recorded: the story goes on, and the provider's last attempt failed. */
final class BrokenAnswers {

    private BrokenAnswers() {}

    /** The call's row, of one day: what is found first spares the statement all other days. */
    private record Row(UUID id, OffsetDateTime receivedAt) {}

    static void add(Connection connection, DprId call, CallRecord.Strike how) throws SQLException {
        Optional<Row> late = find(connection, call, CallTime.lately(connection));
        Optional<Row> found = late.isPresent() ? late : find(connection, call, OffsetDateTime.MIN);
        if (found.isPresent() && how.worked()) {
            wentOn(connection, found.get(), how);
        } else if (found.isPresent()) {
            brokeOff(connection, found.get(), how);
        }
    }

    private static Optional<Row> find(Connection connection, DprId call, OffsetDateTime since) throws SQLException {
        return Database.first(
                connection,
                row -> new Row(row.getObject("id", UUID.class), row.getObject("received_at", OffsetDateTime.class)),
                """
                SELECT c.id, c.received_at FROM call c JOIN dpr_step s ON c.series = s.series
                WHERE s.project = ? AND s.operation = ? AND s.tool = ? AND c.step = ? AND c.received_at > ?
                """,
                call.project(),
                call.operation(),
                call.tool(),
                call.step(),
                since);
    }

    private static void brokeOff(Connection connection, Row call, CallRecord.Strike how) throws SQLException {
        var _ = Database.update(
                connection,
                """
                WITH broken AS (
                    UPDATE call SET symptom = coalesce(symptom, ?), fault = 'PROVIDER', detail = ?
                    WHERE id = ? AND received_at = ?
                ), failed AS (
                    UPDATE attempt SET symptom = ?, counts_against_target = true, detail = ?
                    WHERE call = ? AND received_at = ? AND number =
                        (SELECT max(number) FROM attempt o WHERE o.call = ? AND o.received_at = ?)
                )
                INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)
                SELECT ?, ?, coalesce(max(position) + 1, 0), ?, ?, NULL, false, ?, ?
                FROM strike s WHERE s.call = ? AND s.received_at = ?
                """,
                how.symptom().name(),
                how.detail(),
                call.id(),
                call.receivedAt(),
                how.symptom().name(),
                how.detail(),
                call.id(),
                call.receivedAt(),
                call.id(),
                call.receivedAt(),
                call.id(),
                call.receivedAt(),
                how.number(),
                how.symptom().name(),
                how.at().atOffset(ZoneOffset.UTC),
                how.detail(),
                call.id(),
                call.receivedAt());
    }

    private static void wentOn(Connection connection, Row call, CallRecord.Strike how) throws SQLException {
        var _ = Database.update(
                connection,
                """
                INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)
                SELECT ?, ?, coalesce(max(position) + 1, 0), ?, ?, ?, true, ?, ?
                FROM strike s WHERE s.call = ? AND s.received_at = ?
                """,
                call.id(),
                call.receivedAt(),
                how.number(),
                how.symptom().name(),
                how.remedy().map(Enum::name).orElse(null),
                how.at().atOffset(ZoneOffset.UTC),
                how.detail(),
                call.id(),
                call.receivedAt());
    }
}
