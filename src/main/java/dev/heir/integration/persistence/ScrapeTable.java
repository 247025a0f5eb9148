package dev.heir.integration.persistence;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.KeyUsedOtherwise;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Receipt;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queue of pages in PostgreSQL: taken with SKIP LOCKED, fenced by leases, by the database's clock. */
@Singleton
final class ScrapeTable implements PageQueue {

    /** The DPR id of a submitted scrape: what kind of work with what; each request has an id of its own in the ledger. */
    static final String KIND = "web_scraping";

    static final String TOOL = "scrape";
    private final Database database;
    private final ScrapeReading reading;

    ScrapeTable(Database database) {
        this.database = database;
        this.reading = new ScrapeReading(database);
    }

    @Override
    public Receipt submit(String project, ScrapeRequest asked, Optional<String> idempotencyKey) {
        String selectors = PageDocument.write(asked.order().selectors());
        Duration crawlDelay = asked.order().crawlDelay();
        String delay = crawlDelay.isZero() ? "" : " " + crawlDelay;
        String request = named(asked.pages() + " " + selectors + delay).toString();
        return database.transact(connection -> {
            UUID id = UUID.randomUUID();
            boolean isNew = Database.update(
                            connection,
                            """
                            INSERT INTO scrape (id, project, idempotency_key, request, crawl_delay_micros)
                            VALUES (?, ?, ?, ?, ?) ON CONFLICT (project, idempotency_key) DO NOTHING
                            """,
                            id,
                            project,
                            idempotencyKey.orElse(null),
                            request,
                            HostClockTable.micros(crawlDelay))
                    == 1;
            if (!isNew) {
                return earlier(connection, project, idempotencyKey.orElseThrow(), request);
            }
            insert(connection, id, asked.pages(), selectors);
            String dprId = DprSteps.take(connection, project, List.of(new DprSteps.Wanted(KIND, TOOL)))
                    .getFirst()
                    .toString();
            var _ = Database.update(connection, "UPDATE scrape SET dpr_id = ? WHERE id = ?", dprId, id);
            return new Receipt(id, dprId);
        });
    }

    private static Receipt earlier(Connection connection, String project, String key, String request)
            throws SQLException {
        return Database.list(
                        connection,
                        row -> new Receipt(row.getObject(1, UUID.class), row.getString(2)),
                        "SELECT id, dpr_id FROM scrape WHERE project = ? AND idempotency_key = ? AND request = ?",
                        project,
                        key,
                        request)
                .stream()
                .findFirst()
                .orElseThrow(() -> new KeyUsedOtherwise(key));
    }

    private static void insert(Connection connection, UUID scrape, List<PageUrl> pages, String selectors)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host)
                VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?)
                """)) {
            for (PageUrl page : pages) {
                statement.setObject(1, scrape);
                statement.setString(2, key(page, selectors));
                statement.setString(3, page.toString());
                statement.setString(4, Stored.text(selectors));
                statement.setString(5, page.toString());
                statement.setString(6, page.host());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public Optional<Scrape> find(String project, UUID scrape, long after, int most) {
        return reading.find(project, scrape, after, most);
    }

    @Override
    public List<Errand> take(int most, Duration lease) {
        return ErrandRows.takeDue(database, most, lease);
    }

    @Override
    public Claim claim(Message.Asked asked, String project, Duration lease, Duration same) {
        String selectors = PageDocument.write(asked.selectors());
        String key = key(asked.url(), selectors);
        UUID scrape = asked.scrape().orElseGet(() -> ownScrape(project, key));
        return database.transact(connection -> {
                            var _ = Database.update(
                                    connection,
                                    "INSERT INTO scrape (id, project) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                    scrape,
                                    project);
                            ofProject(connection, scrape, project);
                            return ErrandRows.takeOf(connection, asked, scrape, key, selectors, lease, same)
                                    .<Claim>map(Claim.Ours::new)
                                    .orElseGet(() -> new Claim.NotNow());
                        })
                        instanceof Claim.Ours ours
                ? ours
                : reading.end(scrape, key).<Claim>map(Claim.Ended::new).orElseGet(Claim.NotNow::new);
    }

    @Override
    public void settle(Errand errand, Page end) {
        var _ = database.transact(connection -> {
            Optional<UUID> scrape = Database.first(
                    connection,
                    row -> row.getObject(1, UUID.class),
                    """
                    UPDATE scrape_page SET state = ?, outcome = CAST(? AS jsonb), ended_at = clock_timestamp(), at = ?,
                        hops = ?, lease = NULL, leased_until = NULL
                    WHERE id = ? AND lease = ? RETURNING scrape
                    """,
                    end.state(),
                    PageDocument.write(end),
                    errand.at().toString(),
                    errand.hops(),
                    errand.id(),
                    errand.lease());
            if (scrape.isPresent() && end instanceof Page.Dead dead) {
                PageCases.open(connection, scrape.get(), errand, dead);
            }
            return scrape;
        });
    }

    @Override
    public void putBack(Errand errand, Duration pause, Optional<String> failure) {
        var _ = database.update(
                """
                UPDATE scrape_page SET at = ?, host = ?, hops = ?, pauses = ?, tries = tries - ?,
                    failure = coalesce(?, failure), lease = NULL, leased_until = NULL,
                    not_before = clock_timestamp() + ? * interval '1 microsecond'
                WHERE id = ? AND lease = ?
                """,
                errand.at().toString(),
                errand.at().host(),
                errand.hops(),
                errand.pauses(),
                failure.isPresent() ? 0 : 1,
                failure.orElse(null),
                HostClockTable.micros(pause),
                errand.id(),
                errand.lease());
    }

    /** A message cannot put its page into the scrape of somebody else. */
    private static void ofProject(Connection connection, UUID scrape, String project) throws SQLException {
        boolean own = Database.list(
                        connection, row -> row.getString(1), "SELECT project FROM scrape WHERE id = ?", scrape)
                .contains(project);
        if (!own) {
            throw new InvalidInput("scrape", scrape.toString(), "must be a scrape of project '" + project + "'");
        }
    }

    private static UUID ownScrape(String project, String key) {
        return named("message " + project + " " + key);
    }

    private static String key(PageUrl url, String selectors) {
        return named(url + " " + selectors).toString();
    }

    /** Tells apart what one project itself asks for: nobody else is harmed by a collision that somebody makes. */
    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
