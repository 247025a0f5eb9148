package dev.heir.integration.persistence;

import dev.heir.integration.call.CallerKeys.End;
import dev.heir.integration.call.Ledger.Content;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What came of callers' keys, written in the transaction of their calls' rows; a key that was lost meanwhile is left. */
final class CallerKeyRows {

    private static final String MINE = " WHERE project = ? AND key = ? AND call = ?";

    private CallerKeyRows() {}

    static void end(Connection connection, List<LedgerEntry> group) throws SQLException {
        for (LedgerEntry entry : group) {
            if (entry.key().isPresent()) {
                end(connection, entry.key().get(), entry.call().id());
            }
        }
    }

    private static void end(Connection connection, End end, UUID call) throws SQLException {
        int _ =
                switch (end) {
                    case End.Told told -> tell(connection, told, call);
                    case End.Freed freed ->
                        Database.update(
                                connection,
                                "DELETE FROM caller_key" + MINE,
                                freed.key().project(),
                                freed.key().key(),
                                call);
                    case End.Doubtful doubtful ->
                        Database.update(
                                connection,
                                "UPDATE caller_key SET lease_until = clock_timestamp()" + MINE,
                                doubtful.key().project(),
                                doubtful.key().key(),
                                call);
                };
    }

    /** Who has waited for a parked call may ask what came of it for as long as of any other. */
    static void completed(Connection connection, UUID call) throws SQLException {
        var _ = Database.update(connection, """
                UPDATE caller_key SET expires_at = greatest(expires_at, now() + interval '24 hours')
                WHERE call = ? AND ended AND status IS NULL
                """, call);
    }

    private static int tell(Connection connection, End.Told told, UUID call) throws SQLException {
        Optional<Content> answer = told.answer();
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE caller_key
                SET ended = true, lease_until = clock_timestamp(), status = ?, headers = CAST(? AS jsonb), body = ?
                """ + MINE)) {
            statement.setObject(1, answer.map(Content::status).orElse(null));
            statement.setString(
                    2,
                    answer.map(content -> HeadersDocument.write(content.headers()))
                            .orElse(null));
            statement.setBytes(3, answer.map(content -> content.body().bytes()).orElse(null));
            statement.setString(4, Stored.text(told.key().project()));
            statement.setString(5, Stored.text(told.key().key()));
            statement.setObject(6, call);
            return statement.executeUpdate();
        }
    }
}
