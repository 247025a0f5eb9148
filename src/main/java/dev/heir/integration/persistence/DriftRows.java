package dev.heir.integration.persistence;

import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Missed;
import dev.heir.integration.scrape.extract.Noted;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.extract.Value;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a site still shows the fields of a project: one row for each, which is written when a page does not show what it
 * used to, and once an hour while all is well.
 */
final class DriftRows {

    private static final int LONGEST = 300;

    private DriftRows() {}

    /** In the transaction that notes what a page showed. Rows are locked in their order, a case after all of them. */
    static void note(Connection connection, String project, PageUrl page, Notes notes, ScrapeConfig.Drift drift)
            throws SQLException {
        List<Noted> shown =
                Stream.concat(notes.shown().stream(), notes.still().stream()).toList();
        if (!shown.isEmpty()) {
            for (String back : shown(connection, project, page, shown)) {
                DriftCases.close(connection, project, page.host(), back);
            }
        }
        if (!notes.missed().isEmpty()) {
            for (DriftCases.Lost lost : missed(connection, project, page, notes.missed(), drift)) {
                DriftCases.open(connection, project, page.host(), lost);
            }
        }
    }

    /** @return names of fields that were missed until now, or are found by other ways than before */
    private static List<String> shown(Connection connection, String project, PageUrl page, List<Noted> shown)
            throws SQLException {
        List<Noted> sorted = sorted(shown, Noted::field);
        return Database.list(
                connection,
                row -> row.getString(1),
                """
                WITH given AS (
                    SELECT * FROM unnest(?, ?, ?, ?) AS g (field, name, asked, shown)
                ), before AS (
                    SELECT k.field, k.misses, k.shown_at > clock_timestamp() - interval '1 hour' AS fresh
                    FROM site_field k JOIN given g ON g.field = k.field WHERE k.project = ? AND k.host = ?
                ), written AS (
                    INSERT INTO site_field (project, host, field, name, asked, shown, shown_on)
                    SELECT ?, ?, g.field, g.name, g.asked, g.shown, ? FROM given g LEFT JOIN before b ON b.field = g.field
                    WHERE b.field IS NULL OR b.misses > 0 OR NOT b.fresh ORDER BY g.field
                    ON CONFLICT (project, host, field) DO UPDATE SET shown = excluded.shown, shown_at = excluded.shown_at,
                        shown_on = excluded.shown_on, misses = 0, missed_since = NULL, missed_at = NULL, samples = '{}',
                        found = NULL, suggestion = NULL
                    RETURNING field, name)
                SELECT w.name FROM written w LEFT JOIN before b ON b.field = w.field
                WHERE b.field IS NULL OR b.misses > 0 ORDER BY w.name
                """,
                uuids(connection, sorted, Noted::field),
                texts(connection, sorted, note -> note.field().name()),
                texts(connection, sorted, note -> asked(note.field())),
                texts(connection, sorted, note -> said(note.shown().value())),
                project,
                page.host(),
                project,
                page.host(),
                page.toString());
    }

    /**
     * Whoever misses a field that no page of its site ever showed asks for it in a wrong way: that is no drift.
     *
     * @return what has been missed for as long as makes a case
     */
    private static List<DriftCases.Lost> missed(
            Connection connection, String project, PageUrl page, List<Missed> missed, ScrapeConfig.Drift drift)
            throws SQLException {
        List<Missed> sorted = sorted(missed, Missed::field);
        return Database.list(
                        connection,
                        DriftRows::lost,
                        """
                        INSERT INTO site_field AS f (project, host, field, name, asked, shown, shown_at, shown_on, misses,
                            missed_since, missed_at, samples, found, suggestion)
                        SELECT ?, ?, g.field, g.name, g.asked, coalesce(g.shown, k.shown),
                            coalesce(CAST(g.shown_at AS timestamptz), clock_timestamp()), ?, 1, clock_timestamp(), clock_timestamp(), ARRAY[?], g.found, g.suggestion
                        FROM unnest(?, ?, ?, ?, ?, ?, ?) AS g (field, name, asked, shown, shown_at, found, suggestion)
                        LEFT JOIN site_field k ON k.project = ? AND k.host = ? AND k.field = g.field
                        WHERE coalesce(g.shown, k.shown) IS NOT NULL
                        ORDER BY g.field
                        ON CONFLICT (project, host, field) DO UPDATE SET misses = f.misses + 1,
                            missed_since = coalesce(f.missed_since, excluded.missed_since), missed_at = excluded.missed_at,
                            samples = CASE WHEN cardinality(f.samples) < 5 AND NOT f.samples @> excluded.samples
                                THEN f.samples || excluded.samples ELSE f.samples END,
                            found = coalesce(excluded.found, f.found),
                            suggestion = coalesce(excluded.suggestion, f.suggestion)
                        RETURNING name, asked, shown, shown_at, shown_on, misses, missed_since, samples, found, suggestion,
                            misses >= ? AND missed_since <= clock_timestamp() - ? * interval '1 microsecond' AS lasting
                        """,
                        project,
                        page.host(),
                        page.toString(),
                        page.toString(),
                        uuids(connection, sorted, Missed::field),
                        texts(connection, sorted, one -> one.field().name()),
                        texts(connection, sorted, one -> asked(one.field())),
                        texts(connection, sorted, one -> before(one, value -> said(value))),
                        texts(
                                connection,
                                sorted,
                                one -> before(one, value -> value.of().toString())),
                        texts(connection, sorted, one -> one.found()
                                .map(DriftRows::cut)
                                .orElse(null)),
                        texts(connection, sorted, one -> one.suggestion()
                                .map(DriftRows::cut)
                                .orElse(null)),
                        project,
                        page.host(),
                        drift.readings(),
                        HostClockTable.micros(drift.lasting()))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<DriftCases.Lost> lost(ResultSet row) throws SQLException {
        return row.getBoolean("lasting")
                ? Optional.of(new DriftCases.Lost(
                        row.getString("name"),
                        row.getString("asked"),
                        row.getString("shown"),
                        Columns.instant(row, "shown_at"),
                        row.getString("shown_on"),
                        row.getLong("misses"),
                        Columns.instant(row, "missed_since"),
                        Columns.texts(row, "samples"),
                        Columns.maybeText(row, "found"),
                        Columns.maybeText(row, "suggestion")))
                : Optional.empty();
    }

    private static @Nullable String before(Missed missed, Function<Value, String> what) {
        return missed.before().map(Remembered::value).map(what).orElse(null);
    }

    /** By its ways and its type: looked for otherwise it is another one. */
    private static UUID key(Field field) {
        return UUID.nameUUIDFromBytes((field.name() + " " + field.document()).getBytes(StandardCharsets.UTF_8));
    }

    private static String asked(Field field) {
        return cut(field.document().toString());
    }

    private static String said(Value value) {
        return cut(value.text() + value.unit().map(unit -> " " + unit).orElse(""));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static <T> List<T> sorted(List<T> all, Function<T, Field> field) {
        return all.stream()
                .sorted(Comparator.comparing(one -> key(field.apply(one)).toString()))
                .toList();
    }

    private static <T> Array uuids(Connection connection, List<T> all, Function<T, Field> field) throws SQLException {
        return connection.createArrayOf(
                "uuid", all.stream().map(one -> key(field.apply(one))).toArray());
    }

    private static <T> Array texts(Connection connection, List<T> all, Function<T, @Nullable String> text)
            throws SQLException {
        return connection.createArrayOf(
                "text",
                all.stream()
                        .map(text)
                        .map(one -> one == null ? null : Stored.text(one))
                        .toArray());
    }
}
