package dev.heir.integration.persistence;

import dev.heir.integration.access.Audit;
import dev.heir.integration.credential.Redaction;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit log, which triggers write. A secret that was not known when it was written is masked when it is read. */
@Singleton
final class AuditRows implements Audit {

    private final Database database;
    private final Redaction redaction;

    AuditRows(Database database, Redaction redaction) {
        this.database = database;
        this.redaction = redaction;
    }

    @Override
    public List<Entry> page(Filter filter, Optional<Long> before, int size) {
        String actor = filter.actor().orElse(null);
        String kind = filter.kind().orElse(null);
        String object = filter.object().orElse(null);
        return database.list(
                row -> new Entry(
                        row.getLong(1),
                        Columns.instant(row, "at"),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        Optional.ofNullable(row.getString(6)).filter(source -> !source.isEmpty()),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        shown(row.getString(10)),
                        shown(row.getString(11))),
                """
                select id, at, actor, role, how, source, action, kind, object, before, after from audit
                where (?::text is null or actor = ?) and (?::text is null or kind = ?)
                    and (?::text is null or object = ?) and (?::timestamptz is null or at >= ?::timestamptz)
                    and (?::bigint is null or id < ?)
                order by id desc limit ?
                """,
                actor,
                actor,
                kind,
                kind,
                object,
                object,
                Columns.time(filter.since()),
                Columns.time(filter.since()),
                before.orElse(null),
                before.orElse(null),
                size);
    }

    private Optional<Map<String, Object>> shown(@Nullable String json) {
        return Optional.ofNullable(json).map(JsonTree::read).map(this::masked);
    }

    private Map<String, Object> masked(Map<?, ?> tree) {
        Map<String, Object> masked = new LinkedHashMap<>();
        tree.forEach((key, value) -> masked.put(redaction.mask(String.valueOf(key)), value(value)));
        return masked;
    }

    private @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case String text -> redaction.mask(text);
            case Map<?, ?> map -> masked(map);
            case List<?> list -> list.stream().map(this::value).toList();
            case null, default -> value;
        };
    }
}
