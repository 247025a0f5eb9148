package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Writes a group of calls: one statement, one round trip, one commit, unless there is trouble to tell of. */
final class LedgerInsert {

    private final UUID instance;

    /** @param instance under which this process counts its attempts */
    LedgerInsert(UUID instance) {
        this.instance = instance;
    }

    /** Commits the group or nothing of it, and gives each call's DPR id. */
    Map<UUID, DprId> insert(Connection connection, List<LedgerEntry> group) throws SQLException {
        if (group.stream().allMatch(LedgerEntry::isPlain)) {
            return calls(connection, group);
        }
        return Transaction.of(connection, () -> {
            // What others wait for, the counters and sums of healthy calls among it, is taken as late as can be.
            List<CallRecord> calls = group.stream().map(LedgerEntry::call).toList();
            ParkedRows.insert(connection, group);
            RecordedRequests.insert(connection, group);
            CallerKeyRows.end(connection, group);
            SignatureRows.count(connection, calls);
            Map<UUID, DprId> ids = calls(connection, group);
            EscalationRows.open(connection, calls, ids);
            return ids;
        });
    }

    /**
     * The counters are locked in one order by everyone, and held until the commit: two groups never wait for each
     * other, and a step that was given is a step that is written. The sums of money come after the counters, in one
     * order as well, so that they are always what the calls add up to.
     */
    private Map<UUID, DprId> calls(Connection connection, List<LedgerEntry> group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH input AS MATERIALIZED (
                    SELECT * FROM json_to_recordset(CAST(? AS json)) AS i (
                        n int, id uuid, received_at timestamptz, dpr_project text, dpr_operation text, dpr_tool text,
                        project text, kind text, tool text, provider text, operation text, tier text,
                        took_micros bigint, idempotency_key text, source text, status int, symptom text, fault text,
                        ambiguous boolean, age_micros bigint, cost numeric, cost_currency text, signature text,
                        detail text, units json, request_hash bigint, project_limiter bigint,
                        provider_limiter bigint, sent_at timestamptz, charges json, replay_of text, attempts json,
                        strikes json)
                ), counted AS (
                    INSERT INTO dpr_step AS s (project, operation, tool, last)
                    SELECT dpr_project, dpr_operation, dpr_tool, count(*) FROM input GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                    ON CONFLICT (project, operation, tool) DO UPDATE SET last = s.last + excluded.last
                    RETURNING s.series, s.project, s.operation, s.tool, s.last
                ), numbered AS MATERIALIZED (
                    SELECT i.*, s.series,
                        s.last - count(*) OVER (PARTITION BY s.series)
                            + row_number() OVER (PARTITION BY s.series ORDER BY i.n) AS step
                    FROM input i JOIN counted s
                        ON (s.project, s.operation, s.tool) = (i.dpr_project, i.dpr_operation, i.dpr_tool)
                ), calls AS (
                    INSERT INTO call (id, received_at, series, step, project, kind, tool, provider, operation, tier,
                        took_micros, idempotency_key, source, status, symptom, fault, ambiguous, age_micros, cost,
                        cost_currency, signature, detail, units, request_hash, charges, replay_of)
                    SELECT id, received_at, series, step, project, kind, tool, provider, operation, tier,
                        took_micros, idempotency_key, source, status, symptom, fault, ambiguous, age_micros, cost,
                        cost_currency, signature, detail, units, request_hash, charges, replay_of
                    FROM numbered
                ), %s
                SELECT n, step FROM numbered
                """.formatted(added(group)))) {
            statement.setString(1, LedgerDocument.of(group));
            statement.setObject(2, instance);
            Map<UUID, DprId> ids = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    CallRecord call = group.get(rows.getInt(1)).call();
                    ids.put(call.id(), new DprId(call.project(), call.kind(), call.tool(), rows.getLong(2)));
                }
            }
            return ids;
        }
    }

    /** What the group has is written, and no more: every table of a statement costs its start, written to or not. */
    private static String added(List<LedgerEntry> group) {
        List<String> parts = new ArrayList<>(List.of(StoryRows.ADDED));
        if (group.stream().anyMatch(entry -> !entry.call().strikes().isEmpty())) {
            parts.add(StoryRows.STRUCK);
        }
        if (group.stream().anyMatch(LedgerEntry::isCharged)) {
            parts.add(SpendRows.ADDED);
        }
        return String.join(", ", parts);
    }

    /** Those of the group that were written after all, when the answer to writing them did not arrive. */
    Map<UUID, DprId> written(Connection connection, List<LedgerEntry> group) throws SQLException {
        Map<UUID, DprId> ids = new HashMap<>();
        Map<UUID, CallRecord> calls = new HashMap<>();
        group.forEach(entry -> calls.put(entry.call().id(), entry.call()));
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, step FROM call WHERE id = ANY (?) AND received_at = ANY (?)")) {
            statement.setArray(
                    1, connection.createArrayOf("uuid", calls.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            calls.values().stream()
                                    .map(LedgerInsert::time)
                                    .distinct()
                                    .toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    CallRecord call = Objects.requireNonNull(calls.get(row.getObject("id", UUID.class)));
                    ids.put(call.id(), new DprId(call.project(), call.kind(), call.tool(), row.getLong("step")));
                }
            }
        }
        return ids;
    }

    static OffsetDateTime time(CallRecord call) {
        return LedgerEntry.receivedAt(call).atOffset(ZoneOffset.UTC);
    }
}
