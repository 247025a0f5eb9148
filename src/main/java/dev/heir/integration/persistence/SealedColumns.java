package dev.heir.integration.persistence;

import dev.heir.integration.credential.DataKeys;
import dev.heir.integration.credential.SealedRows;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every column that holds sealed bytes; one that is not in this list would keep its old key for ever. */
@Singleton
final class SealedColumns implements SealedRows {

    /**
     * A column of sealed bytes.
     *
     * @param key what tells its rows apart, as text
     * @param owner the column that tells whose a row is
     * @param purpose what the bytes of an owner's row are sealed for
     */
    record Column(String table, String name, String key, String owner, UnaryOperator<String> purpose) {

        String place() {
            return table + "." + name;
        }
    }

    static final List<Column> ALL = List.of(
            new Column("credential", "sealed", "id", "id", Seals::settingsOf),
            new Column("credential", "token", "id", "id", Seals::tokenOf),
            new Column("connection", "sealed", "state_hash", "state_hash", Seals::connectionOf),
            new Column("session", "id_token", "id::text", "subject", Seals::sessionOf),
            new Column("monitor_secret", "sealed", "id::text", "monitor", Seals::noticesOf));

    private final Database database;

    SealedColumns(Database database) {
        this.database = database;
    }

    @Override
    public List<Row> notUnder(UUID key, Optional<Row> after, int most) {
        List<Row> found = new ArrayList<>();
        String from = after.map(Row::place).orElse("");
        boolean begun = after.isEmpty();
        for (Column column : ALL) {
            boolean here = column.place().equals(from);
            if (begun || here) {
                String past = here ? after.map(Row::id).orElse("") : "";
                found.addAll(notUnder(column, key, past, most - found.size()));
            }
            begun |= here;
        }
        return found;
    }

    private List<Row> notUnder(Column column, UUID key, String past, int most) {
        return most == 0
                ? List.of()
                : database.list(
                        row -> new Row(
                                column.place(),
                                row.getString(1),
                                column.purpose.apply(row.getString(2)),
                                Body.of(row.getBytes(3))),
                        """
                        SELECT %2$s, %4$s, %3$s FROM %1$s
                        WHERE substring(%3$s FROM 1 FOR 17) <> ? AND %2$s > ? ORDER BY %2$s LIMIT ?
                        """.formatted(column.table, column.key, column.name, column.owner),
                        DataKeys.header(key),
                        past,
                        most);
    }

    @Override
    public boolean replace(Row row, Body resealed) {
        Column column = ALL.stream()
                .filter(each -> each.place().equals(row.place()))
                .findFirst()
                .orElseThrow();
        return database.update(
                        "UPDATE %1$s SET %3$s = ? WHERE %2$s = ? AND %3$s = ?"
                                .formatted(column.table, column.key, column.name),
                        resealed.bytes(),
                        row.id(),
                        row.sealed().bytes())
                == 1;
    }

    @Override
    public Map<Optional<UUID>, Long> counts() {
        Map<Optional<UUID>, Long> counts = new HashMap<>();
        for (Column column : ALL) {
            database.list(row -> Map.entry(keyOf(row.getBytes(1)), row.getLong(2)), """
                            SELECT CASE get_byte(%2$s, 0) WHEN 2 THEN substring(%2$s FROM 2 FOR 16) END, count(*)
                            FROM %1$s WHERE length(%2$s) > 0 GROUP BY 1
                            """.formatted(
                                    column.table, column.name))
                    .forEach(each -> counts.merge(each.getKey(), each.getValue(), Long::sum));
        }
        return counts;
    }

    private static Optional<UUID> keyOf(byte @Nullable [] id) {
        if (id == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(id);
        return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
