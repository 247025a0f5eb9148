package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.report.LedgerPages;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages of the ledger, by keyset: the millionth page costs what the first one does. */
@Singleton
final class LedgerPagesRows implements LedgerPages {

    private final Database database;

    LedgerPagesRows(Database database) {
        this.database = database;
    }

    @Override
    public List<Ledger.Recorded> page(Filter filter, Optional<String> after, int most) {
        List<String> where = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        // Ids begin with the time, so their order is that of the calls; what is named here has an index by time.
        boolean byTime = filter.project().isPresent()
                || filter.provider().isPresent()
                || filter.symptom().isPresent();
        after.map(Cursor::parse).ifPresent(cursor -> {
            Instant at = cursor.at();
            where.add(byTime ? "(received_at, id) < (?, ?)" : "received_at <= ? AND id < ?");
            // The id's time is cut to the millisecond, the call's is not.
            values.add(Columns.time(byTime ? at : at.plusMillis(1)));
            values.add(cursor.uuid());
        });
        filter.project().ifPresent(project -> add(where, values, "project = ?", project));
        filter.provider().ifPresent(provider -> add(where, values, "provider = ?", provider));
        filter.symptom().ifPresent(symptom -> add(where, values, "symptom = ?", symptom.name()));
        filter.since().ifPresent(since -> add(where, values, "received_at >= ?", Columns.time(since)));
        filter.until().ifPresent(until -> add(where, values, "received_at < ?", Columns.time(until)));
        String sql = "SELECT * FROM call"
                + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                + (byTime ? " ORDER BY received_at DESC, id DESC" : " ORDER BY id DESC")
                + " LIMIT ?";
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, values.get(i));
                }
                statement.setInt(values.size() + 1, most);
                List<Ledger.Recorded> page = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        CallRecord call = LedgerReading.call(connection, row);
                        DprId id = new DprId(call.project(), call.kind(), call.tool(), row.getLong("step"));
                        page.add(new Ledger.Recorded(id, call, Optional.empty()));
                    }
                }
                return page;
            }
        });
    }

    private static void add(List<String> where, List<Object> values, String condition, Object value) {
        where.add(condition);
        values.add(value);
    }
}
