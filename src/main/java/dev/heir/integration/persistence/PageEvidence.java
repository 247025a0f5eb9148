package dev.heir.integration.persistence;

import dev.heir.integration.assign.SiteFacts;
import dev.heir.integration.scrape.PageUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the scraped pages tell of one page. */
final class PageEvidence {

    private PageEvidence() {}

    static SiteFacts of(Connection connection, String project, PageUrl page) throws SQLException {
        Optional<SiteFacts.Robots> robots = Optional.empty();
        Optional<SiteFacts.Page> read = Optional.empty();
        Optional<SiteFacts.Refusal> refusal = Optional.empty();
        // The last end of each kind, the latest first.
        try (PreparedStatement query = Asked.of(connection, """
                        SELECT * FROM (
                            SELECT DISTINCT ON (p.state) p.scrape, p.state, p.ended_at,
                                coalesce(p.outcome ->> 'rule', p.outcome ->> 'how', p.outcome ->> 'reason', '') AS why,
                                array(SELECT jsonb_array_elements_text(jsonb_path_query_array(p.outcome,
                                    '$.content.values.keyvalue() ? (@.value.size() > 0).key', '{}', true))) AS found
                            FROM scrape_page p JOIN scrape s ON s.id = p.scrape
                            WHERE s.project = ? AND p.url = ? AND p.state <> 'WAITING'
                            ORDER BY p.state, p.ended_at DESC) ends
                        ORDER BY ended_at DESC
                        """, project, page.toString());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String state = row.getString("state");
                String record = "/v1/scrapes/" + row.getString("scrape");
                var at = Columns.instant(row, "ended_at");
                boolean fetched = state.equals("FETCHED");
                // Nothing is fetched that robots.txt does not allow, and only a refusal is due to it.
                if (robots.isEmpty() && (fetched || state.equals("REFUSED"))) {
                    robots = Optional.of(new SiteFacts.Robots(fetched, at, record));
                }
                if (fetched) {
                    Set<String> found = new HashSet<>(Columns.texts(row, "found"));
                    read = Optional.of(new SiteFacts.Page(record, at, found));
                } else if (read.isEmpty() && refusal.isEmpty()) {
                    String why = state + " " + row.getString("why");
                    refusal = Optional.of(new SiteFacts.Refusal(record, at, why.strip()));
                }
            }
        }
        return new SiteFacts(robots, read, refusal, closest(connection, page));
    }

    /** Anyone's readings: a host does not care for whom we come. */
    private static Optional<Duration> closest(Connection connection, PageUrl page) throws SQLException {
        try (PreparedStatement query = Asked.of(connection, """
                        SELECT (extract(epoch FROM min(gap)) * 1000)::bigint AS millis FROM (
                            SELECT ended_at - lag(ended_at) OVER (ORDER BY ended_at) AS gap FROM scrape_page
                            WHERE host = ? AND state <> 'WAITING' AND state IN ('FETCHED', 'BLOCKED', 'FAILED')
                                AND ended_at > now() - interval '24 hours') gaps
                        """, page.host());
                ResultSet row = query.executeQuery()) {
            row.next();
            long millis = row.getLong("millis");
            return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        }
    }
}
