package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Scrape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

    private static final Duration LATELY = Duration.ofMinutes(5);

    Optional<Scrape> find(String project, UUID scrape, long after, int most) {
        return database.first(
                        row -> new Head(
                                scrape,
                                Optional.ofNullable(row.getString(1)),
                                project,
                                Columns.instant(row, "submitted_at"),
                                row.getInt("left_pages"),
                                Columns.maybeInstant(row, "ends_at"),
                                Columns.maybeInstant(row, "cancelled_at")),
                        "SELECT dpr_id, submitted_at, left_pages, ends_at, cancelled_at FROM scrape"
                                + " WHERE id = ? AND project = ?",
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

    Optional<Page> end(UUID page) {
        return database.first(
                row -> PageDocument.read(row.getString(1), row.getString(2)),
                "SELECT state, outcome FROM scrape_page WHERE id = ? AND state <> 'WAITING'",
                page);
    }

    private record Head(
            UUID id,
            Optional<String> dprId,
            String project,
            Instant submittedAt,
            int left,
            Optional<Instant> endsAt,
            Optional<Instant> cancelledAt) {}

    private Scrape scrape(Head head, long after, int most) {
        UUID id = head.id();
        List<Scrape.Entry> pages = pages(id, after, most);
        Map<String, Long> states = states(id);
        return new Scrape(
                id,
                head.dprId(),
                head.project(),
                head.submittedAt(),
                speed(head, states.getOrDefault("WAITING", 0L)),
                states,
                pages,
                next(id, pages));
    }

    /** Those behind a position, fewer than {@code most} when they are large. */
    List<Scrape.Entry> pages(UUID scrape, long after, int most) {
        return database.list(ScrapeReading::entry, """
                SELECT position, url, state, greatest(sized.not_before, h.next_at) AS not_before, tries, outcome,
                    CASE WHEN failure IS NULL AND h.next_at > clock_timestamp() + interval '1 minute'
                        THEN 'host ' || host || ' is left alone until then: it wants that, or stood in our way'
                        ELSE failure END AS failure
                FROM (
                    SELECT *, coalesce(sum(octet_length(outcome::text)) OVER
                        (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                    FROM (SELECT * FROM scrape_page WHERE scrape = ? AND position > ?
                        ORDER BY position LIMIT ?) AS part) AS sized
                LEFT JOIN host_clock h USING (host)
                WHERE before < ? ORDER BY position
                """, scrape, after, most, LARGEST_LIST);
    }

    private Scrape.Speed speed(Head head, long waiting) {
        Lately lately = database.first(
                        row -> new Lately(
                                row.getLong(1), Columns.instant(row, "now"), Columns.maybeInstant(row, "rests_until")),
                        """
                        SELECT count(*), clock_timestamp() AS now, (
                            SELECT max(next_at) FROM host_clock WHERE host IN (
                                SELECT host FROM scrape_page WHERE scrape = ? AND state = 'WAITING')) AS rests_until
                        FROM scrape_page WHERE scrape = ? AND ended_at > clock_timestamp() - interval '5 minutes'
                        """,
                        head.id(),
                        head.id())
                .orElseThrow();
        Duration since = Duration.between(head.submittedAt(), lately.now());
        Duration window = since.compareTo(LATELY) < 0 ? since : LATELY;
        Optional<Instant> done = waiting == 0 || lately.ended() == 0
                ? Optional.empty()
                : Optional.of(lately.notBefore(
                        lately.now().plus(window.multipliedBy(waiting).dividedBy(lately.ended()))));
        return new Scrape.Speed(lately.ended(), head.left(), head.endsAt(), head.cancelledAt(), done);
    }

    private record Lately(long ended, Instant now, Optional<Instant> restsUntil) {

        Instant notBefore(Instant estimate) {
            return restsUntil.filter(end -> end.isAfter(estimate)).orElse(estimate);
        }
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
