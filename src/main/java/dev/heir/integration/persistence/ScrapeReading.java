package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Scrape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Scrapes and their pages as they stand now. */
record ScrapeReading(Database database) {

    /** Half of what API Gateway lets through; the page that passes it is still listed, so each list goes on. */
    private static final int LARGEST_LIST = 3_000_000;

    Optional<Scrape> find(String project, UUID scrape, long after, int most) {
        return database.first(
                        row -> new Head(
                                scrape,
                                Optional.ofNullable(row.getString(1)),
                                project,
                                row.getObject(2, OffsetDateTime.class).toInstant()),
                        "SELECT dpr_id, submitted_at FROM scrape WHERE id = ? AND project = ?",
                        scrape,
                        project)
                .map(head -> scrape(head, after, most));
    }

    /** The final state of a page; empty while it waits. */
    Optional<Page> end(UUID scrape, String key) {
        return database.first(row -> PageDocument.read(row.getString(1), row.getString(2)), """
                SELECT state, outcome FROM scrape_page
                WHERE scrape = ? AND content_key = ? AND state <> 'WAITING'
                """, scrape, key);
    }

    private record Head(UUID id, Optional<String> dprId, String project, Instant submittedAt) {}

    private Scrape scrape(Head head, long after, int most) {
        UUID id = head.id();
        List<Scrape.Entry> pages = pages(id, after, most);
        return new Scrape(id, head.dprId(), head.project(), head.submittedAt(), states(id), pages, next(id, pages));
    }

    /** Those behind a position, fewer than {@code most} when they are large. */
    List<Scrape.Entry> pages(UUID scrape, long after, int most) {
        return database.list(ScrapeReading::entry, """
                SELECT position, url, state, not_before, tries, failure, outcome FROM (
                    SELECT *, coalesce(sum(octet_length(outcome::text)) OVER
                        (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                    FROM (SELECT * FROM scrape_page WHERE scrape = ? AND position > ?
                        ORDER BY position LIMIT ?) AS part) AS sized
                WHERE before < ? ORDER BY position
                """, scrape, after, most, LARGEST_LIST);
    }

    private Map<String, Long> states(UUID id) {
        Map<String, Long> states = new HashMap<>();
        database.list(
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        "SELECT state, count(*) FROM scrape_page WHERE scrape = ? GROUP BY state",
                        id)
                .forEach(count -> states.put(count.getKey(), count.getValue()));
        return states;
    }

    private OptionalLong next(UUID id, List<Scrape.Entry> pages) {
        if (pages.isEmpty()) {
            return OptionalLong.empty();
        }
        long last = pages.getLast().position();
        boolean more = database.first(
                        row -> row.getBoolean(1),
                        "SELECT EXISTS (SELECT FROM scrape_page WHERE scrape = ? AND position > ?)",
                        id,
                        last)
                .orElse(false);
        return more ? OptionalLong.of(last) : OptionalLong.empty();
    }

    private static Scrape.Entry entry(ResultSet row) throws SQLException {
        String state = row.getString("state");
        Page page = state.equals("WAITING")
                ? new Page.Waiting(
                        row.getObject("not_before", OffsetDateTime.class).toInstant(),
                        row.getInt("tries"),
                        Optional.ofNullable(row.getString("failure")))
                : PageDocument.read(state, row.getString("outcome"));
        return new Scrape.Entry(row.getLong("position"), PageUrl.parse(row.getString("url")), page);
    }
}
