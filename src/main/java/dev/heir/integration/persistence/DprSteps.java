package dev.heir.integration.persistence;

import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes steps for work that is no call, from the counters that the ledger takes its own from. */
final class DprSteps {

    private DprSteps() {}

    /** @param tool what the work is done with */
    record Wanted(String operation, String tool) {}

    /**
     * One id for each, in their order. To be called inside a transaction: a step that is not written is not taken. The
     * counters are locked in the order in which the ledger locks them, so the two never wait for each other in a ring.
     */
    static List<DprId> take(Connection connection, String project, List<Wanted> wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH input AS MATERIALIZED (
                    SELECT * FROM unnest(?, ?) WITH ORDINALITY AS i (operation, tool, n)
                ), counted AS (
                    INSERT INTO dpr_step AS s (project, operation, tool, last)
                    SELECT ?, operation, tool, count(*) FROM input GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                    ON CONFLICT (project, operation, tool) DO UPDATE SET last = s.last + excluded.last
                    RETURNING s.operation, s.tool, s.last
                )
                SELECT s.last - count(*) OVER (PARTITION BY s.operation, s.tool)
                    + row_number() OVER (PARTITION BY s.operation, s.tool ORDER BY i.n) AS step
                FROM input i JOIN counted s USING (operation, tool) ORDER BY i.n
                """)) {
            statement.setArray(
                    1,
                    spelled(connection, wanted.stream().map(Wanted::operation).toList()));
            statement.setArray(
                    2, spelled(connection, wanted.stream().map(Wanted::tool).toList()));
            statement.setString(3, DprId.segment(project));
            List<DprId> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Wanted one = wanted.get(ids.size());
                    ids.add(new DprId(project, one.operation(), one.tool(), rows.getLong(1)));
                }
            }
            return ids;
        }
    }

    private static java.sql.Array spelled(Connection connection, List<String> parts) throws SQLException {
        return connection.createArrayOf(
                "text", parts.stream().map(DprId::segment).toArray());
    }
}
