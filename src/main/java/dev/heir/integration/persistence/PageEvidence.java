package dev.heir.integration.persistence;

import dev.heir.integration.assign.SiteFacts;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.RobotsTxt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the scraped pages, the ledger and robots.txt tell of one page. */
final class PageEvidence {

    private PageEvidence() {}

    /** @param agent our name in robots.txt */
    static SiteFacts of(Connection connection, String project, PageUrl page, String agent) throws SQLException {
        Optional<SiteFacts.Page> read = Optional.empty();
        Optional<SiteFacts.Refusal> refusal = Optional.empty();
        // The last end of each kind, the latest first.
        try (PreparedStatement query = Asked.of(connection, """
                        SELECT * FROM (
                            SELECT DISTINCT ON (p.state) p.scrape, p.state, p.ended_at,
                                coalesce(p.outcome ->> 'rule', p.outcome ->> 'how', p.outcome ->> 'reason', '') AS why
                            FROM scrape_page p JOIN scrape s ON s.id = p.scrape
                            WHERE s.project = ? AND p.url = ? AND p.state <> 'WAITING' AND p.state <> 'SKIPPED'
                            ORDER BY p.state, p.ended_at DESC) ends
                        ORDER BY ended_at DESC
                        """, project, page.toString());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Instant at = Columns.instant(row, "ended_at");
                if (row.getString("state").equals("FETCHED")) {
                    read = Optional.of(new SiteFacts.Page(record(row), at));
                } else if (read.isEmpty() && refusal.isEmpty()) {
                    String why = row.getString("state") + " " + row.getString("why");
                    refusal = Optional.of(new SiteFacts.Refusal(record(row), at, why.strip()));
                }
            }
        }
        return new SiteFacts(
                robots(connection, page, agent),
                read,
                refusal,
                data(connection, project, page),
                closest(connection, project, page));
    }

    /** By the file itself: that a page was read says what the file said then, not what it says now. */
    private static Optional<SiteFacts.Robots> robots(Connection connection, PageUrl page, String agent)
            throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection, "SELECT state, content, asked_at FROM robots_txt WHERE origin = ?", page.origin());
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Instant at = Columns.instant(row, "asked_at");
            RobotsTxt file = RobotsTable.read(row.getString("state"), row.getString("content"));
            return Optional.of(
                    file instanceof RobotsTxt.Unreachable(String reason)
                            ? new SiteFacts.Robots.Unreachable(at, reason)
                            : file.refusal(page, agent)
                                    .<SiteFacts.Robots>map(rule -> new SiteFacts.Robots.Forbids(at, rule))
                                    .orElseGet(() -> new SiteFacts.Robots.Allows(at)));
        }
    }

    /** Of the last hundred readings: a page may be read every minute for years. */
    private static List<SiteFacts.Datum> data(Connection connection, String project, PageUrl page) throws SQLException {
        try (PreparedStatement query = Asked.of(connection, """
                        SELECT DISTINCT ON (asked.key, asked.value) asked.key AS name, asked.value AS selector, scrape,
                            ended_at, coalesce(jsonb_array_length(outcome #> ARRAY['content', 'values', asked.key]), 0) > 0
                                AS found
                        FROM (
                            SELECT p.scrape, p.ended_at, p.outcome, p.selectors
                            FROM scrape_page p JOIN scrape s ON s.id = p.scrape
                            WHERE s.project = ? AND p.url = ? AND p.state = 'FETCHED'
                            ORDER BY p.ended_at DESC LIMIT 100) AS reading,
                            jsonb_each_text(reading.selectors) AS asked
                        ORDER BY asked.key, asked.value, ended_at DESC
                        """, project, page.toString());
                ResultSet row = query.executeQuery()) {
            List<SiteFacts.Datum> data = new ArrayList<>();
            while (row.next()) {
                data.add(new SiteFacts.Datum(
                        row.getString("name"),
                        row.getString("selector"),
                        row.getBoolean("found"),
                        record(row),
                        Columns.instant(row, "ended_at")));
            }
            return data;
        }
    }

    /**
     * By what was really sent: robots.txt, redirects and repeated tries are requests as well. A host does not care for
     * whom we come, but a project answers only for the requests beside its own.
     */
    private static Optional<Duration> closest(Connection connection, String project, PageUrl page) throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection,
                        """
                        SELECT CASE WHEN min(gap) < interval '0' THEN 0
                            ELSE (extract(epoch FROM min(gap)) * 1000000)::bigint END AS micros FROM (
                            SELECT project, lag(project) OVER each AS before,
                                started_at - lag(started_at + took_micros * interval '1 microsecond') OVER each AS gap
                            FROM (
                                SELECT c.project, a.started_at, a.took_micros
                                FROM attempt a JOIN call c ON c.id = a.call AND c.received_at = a.received_at
                                WHERE a.provider = ? AND a.target IN (?, ?) AND c.kind = ?
                                    AND a.received_at > now() - interval '24 hours'
                                    AND c.received_at > now() - interval '24 hours') sent
                            WINDOW each AS (ORDER BY started_at)) gaps
                        WHERE ? IN (project, before) AND gap IS NOT NULL
                        """,
                        page.host(),
                        "http://" + page.host(),
                        "https://" + page.host(),
                        ScrapeTable.KIND,
                        project);
                ResultSet row = query.executeQuery()) {
            row.next();
            return Columns.maybeMicros(row, "micros");
        }
    }

    private static String record(ResultSet row) throws SQLException {
        return "/v1/scrapes/" + row.getString("scrape");
    }
}
