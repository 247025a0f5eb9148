package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeArchive;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Scrapes by keyset: the thousandth part costs what the first one does. */
@Singleton
final class ScrapeArchiveRows implements ScrapeArchive {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final ScrapeReading reading;

    ScrapeArchiveRows(Database database) {
        this.database = database;
        this.reading = new ScrapeReading(database);
    }

    @Override
    public List<Summary> list(String project, Optional<String> after, int most) {
        Optional<Cursor> cursor = after.map(Cursor::parse);
        return database.list(
                ScrapeArchiveRows::summary,
                """
                SELECT s.id, s.dpr_id, s.submitted_at, coalesce(p.states, '{}') FROM (
                    SELECT * FROM scrape WHERE project = ?
                        AND (CAST(? AS timestamptz) IS NULL OR (submitted_at, id) < (CAST(? AS timestamptz), CAST(? AS uuid)))
                    ORDER BY submitted_at DESC, id DESC LIMIT ?) AS s
                LEFT JOIN LATERAL (SELECT jsonb_object_agg(state, number) AS states FROM (
                    SELECT state, count(*) AS number FROM scrape_page WHERE scrape = s.id GROUP BY state) AS counted) AS p ON true
                ORDER BY s.submitted_at DESC, s.id DESC
                """,
                project,
                cursor.map(place -> Columns.time(place.at())).orElse(null),
                cursor.map(place -> Columns.time(place.at())).orElse(null),
                cursor.map(Cursor::uuid).orElse(null),
                most);
    }

    @Override
    public Optional<Names> names(String project, UUID scrape) {
        return database.first(
                row -> new Names(
                        List.of((String[]) row.getArray("selectors").getArray()),
                        List.of((String[]) row.getArray("fields").getArray()),
                        Set.of((String[]) row.getArray("money").getArray())),
                """
                SELECT ARRAY(
                           SELECT DISTINCT jsonb_object_keys(p.selectors) COLLATE "C" AS name FROM scrape_page p
                           WHERE p.scrape = s.id ORDER BY name) AS selectors,
                       ARRAY(SELECT key FROM jsonb_each(s.wants -> 'fields') ORDER BY key COLLATE "C") AS fields,
                       ARRAY(
                           SELECT key FROM jsonb_each(s.wants -> 'fields')
                           WHERE jsonb_typeof(value) = 'object' AND value ->> 'type' = 'MONEY') AS money
                FROM scrape s WHERE s.id = ? AND s.project = ?""",
                scrape,
                project);
    }

    @Override
    public List<Scrape.Entry> pages(UUID scrape, long after, int most) {
        return reading.pages(scrape, after, most);
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getObject(1, UUID.class),
                Optional.ofNullable(row.getString(2)),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                states(row.getString(4)));
    }

    private static Map<String, Long> states(String counted) {
        try {
            return JSON.readValue(counted, new TypeReference<>() {});
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("counts that PostgreSQL wrote cannot be read", impossible);
        }
    }
}
