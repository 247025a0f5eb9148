package dev.heir.integration.persistence;

import dev.heir.integration.scrape.monitor.Change;
import dev.heir.integration.scrape.monitor.MonitorHistory;
import dev.heir.integration.scrape.monitor.Point;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What monitors have seen, by keyset. */
@Singleton
final class MonitorHistoryRows implements MonitorHistory {

    private final Database database;

    MonitorHistoryRows(Database database) {
        this.database = database;
    }

    @Override
    public List<Changed> changes(String name, Optional<Long> before, int most) {
        return database.list(
                row -> new Changed(
                        row.getLong("id"),
                        Columns.instant(row, "at"),
                        row.getString("url"),
                        row.getString("competitor"),
                        new Change(
                                Change.Kind.valueOf(row.getString("kind")),
                                row.getString("what"),
                                Columns.maybeText(row, "before"),
                                Columns.maybeText(row, "after"),
                                Optional.ofNullable(row.getBigDecimal("percent")))),
                "SELECT * FROM monitor_change WHERE monitor = ? AND id < ? ORDER BY id DESC LIMIT ?",
                name,
                before.orElse(Long.MAX_VALUE),
                most);
    }

    @Override
    public List<Looked> looks(String name, Optional<Long> before, int most) {
        return database.list(
                row -> new Looked(
                        row.getLong("id"),
                        Columns.instant(row, "at"),
                        row.getString("url"),
                        row.getString("verdict"),
                        Columns.maybeText(row, "how")),
                "SELECT * FROM monitor_look WHERE monitor = ? AND id < ? ORDER BY id DESC LIMIT ?",
                name,
                before.orElse(Long.MAX_VALUE),
                most);
    }

    @Override
    public List<Point> points(String name, Optional<String> field, int most) {
        return database.list(
                row -> new Point(
                        row.getString("competitor"),
                        row.getString("url"),
                        row.getString("field"),
                        Columns.instant(row, "at"),
                        row.getString("text"),
                        Optional.ofNullable(row.getBigDecimal("amount"))),
                """
                SELECT * FROM (SELECT * FROM monitor_point WHERE monitor = ? AND (?::text IS NULL OR field = ?)
                    ORDER BY id DESC LIMIT ?) AS newest ORDER BY at, id
                """,
                name,
                field.orElse(null),
                field.orElse(null),
                most);
    }
}
