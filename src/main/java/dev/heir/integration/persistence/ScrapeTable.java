package dev.heir.integration.persistence;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.Bounds;
import dev.heir.integration.scrape.Ended;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.KeyUsedOtherwise;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Receipt;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Telling;
import dev.heir.integration.scrape.Wake;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The queue of pages in PostgreSQL: taken with SKIP LOCKED, fenced by leases, by the database's clock. */
@Singleton
final class ScrapeTable implements PageQueue {

    /** The DPR id of a submitted scrape: what kind of work with what; each request has an id of its own in the ledger. */
    static final String KIND = "web_scraping";

    static final String TOOL = "scrape";
    private final Database database;
    private final ScrapeReading reading;
    private final EndedPages ended;

    /** The host of the last page that was taken: the search for others begins behind it. */
    private volatile String lastHost = "";

    ScrapeTable(Database database) {
        this.database = database;
        this.reading = new ScrapeReading(database);
        this.ended = new EndedPages(database);
    }

    @Override
    public Receipt submit(String project, ScrapeRequest asked, Optional<String> idempotencyKey) {
        String selectors = PageDocument.write(asked.order().selectors());
        Duration crawlDelay = asked.order().crawlDelay();
        String delay = crawlDelay.isZero() ? "" : " " + crawlDelay;
        Optional<Bounds> crawl = asked.order().crawl();
        Optional<String> wants = OrderDocument.write(asked.order());
        String request = PageKey.named(asked.pages() + " " + selectors + delay + wants.orElse(""))
                .toString();
        return database.transact(connection -> {
            UUID id = UUID.randomUUID();
            boolean isNew = Database.update(
                            connection,
                            """
                            INSERT INTO scrape (id, project, idempotency_key, request, crawl_delay_micros, wants,
                                left_pages, ends_at)
                            VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb), ?, clock_timestamp() + ? * interval '1 microsecond')
                            ON CONFLICT (project, idempotency_key) DO NOTHING
                            """,
                            id,
                            project,
                            idempotencyKey.orElse(null),
                            request,
                            HostClockTable.micros(crawlDelay),
                            wants.orElse(null),
                            crawl.map(Bounds::pages).orElse(asked.pages().size())
                                    - asked.pages().size(),
                            crawl.map(Bounds::time).map(HostClockTable::micros).orElse(null))
                    == 1;
            if (!isNew) {
                return earlier(connection, project, idempotencyKey.orElseThrow(), request);
            }
            insert(connection, id, asked, selectors);
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

    private static void insert(Connection connection, UUID scrape, ScrapeRequest asked, String selectors)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, turn)
                VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?, clock_timestamp() + ? * interval '1 second')
                ON CONFLICT (scrape, content_key) DO NOTHING
                """)) {
            int turn = 0;
            for (PageUrl page : asked.pages()) {
                statement.setObject(1, scrape);
                statement.setString(2, PageKey.of(page, asked.order()));
                statement.setString(3, page.toString());
                statement.setString(4, Stored.text(selectors));
                statement.setString(5, page.toString());
                statement.setString(6, page.host());
                statement.setInt(7, turn++);
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
        List<Errand> taken = ErrandRows.takeDue(database, most, lease, lastHost);
        if (!taken.isEmpty()) {
            lastHost = taken.getLast().at().host();
        }
        return taken;
    }

    @Override
    public Claim claim(Message.OfUrl asked, String project, Duration lease, Duration same) {
        String selectors = PageDocument.write(asked.selectors());
        String key = PageKey.of(asked.url(), Order.of(asked.selectors()));
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
    public Claim claim(UUID page, Duration lease) {
        return ErrandRows.takeOne(database, page, lease)
                .<Claim>map(Claim.Ours::new)
                .orElseGet(() -> {
                    TellRows.early(database, page);
                    return reading.end(page).<Claim>map(Claim.Ended::new).orElseGet(Claim.NotNow::new);
                });
    }

    @Override
    public List<Wake> tell(Collection<String> hosts, Telling telling) {
        return TellRows.of(database, hosts, telling);
    }

    @Override
    public List<Wake> tell(Telling telling) {
        return TellRows.ofAll(database, telling);
    }

    @Override
    public void untold(Collection<UUID> pages) {
        TellRows.untold(database, pages);
    }

    @Override
    public void renew(List<Errand> errands, Duration lease) {
        var _ = database.read(connection -> Database.update(
                connection,
                """
                WITH own AS MATERIALIZED ( -- what is locked is being written: it needs no lease any more, and nobody waits
                    SELECT p.position FROM unnest(?, ?) AS held (id, lease)
                        JOIN scrape_page p ON p.id = held.id AND p.lease = held.lease
                    FOR UPDATE OF p SKIP LOCKED)
                UPDATE scrape_page p SET leased_until = clock_timestamp() + ? * interval '1 microsecond'
                FROM own WHERE p.position = own.position
                """,
                connection.createArrayOf(
                        "uuid", errands.stream().map(Errand::id).toArray()),
                connection.createArrayOf(
                        "uuid", errands.stream().map(Errand::lease).toArray()),
                HostClockTable.micros(lease)));
    }

    @Override
    public boolean cancel(String project, UUID scrape) {
        return EndedScrapes.cancel(database, project, scrape);
    }

    @Override
    public void endOverdue() {
        EndedScrapes.endOverdue(database);
    }

    @Override
    public Set<String> settle(List<Ended> all) {
        return ended.settle(all);
    }

    @Override
    public void putBack(Errand errand, Duration pause, Optional<String> failure) {
        var _ = database.transact(connection -> {
            Optional<URI> other = movedInCrawl(errand) ? CrawlRows.sameAddress(connection, errand) : Optional.empty();
            return other.isPresent()
                    ? SettledRows.end(connection, List.of(redirected(errand, other.get()))) > 0
                    : SettledRows.putBack(connection, errand, pause, failure);
        });
    }

    private static Reckoned redirected(Errand errand, URI other) {
        return Reckoned.of(new Ended(errand, new Page.Duplicate(errand.at().uri(), other, "a redirect to it")));
    }

    private static boolean movedInCrawl(Errand errand) {
        return errand.hops() > 0 && errand.order().crawl().isPresent();
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
        return PageKey.named("message " + project + " " + key);
    }
}
