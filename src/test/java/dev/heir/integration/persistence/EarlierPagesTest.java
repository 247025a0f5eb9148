package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Provenance;
import dev.heir.integration.scrape.Rendering;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.scrape.Validators;
import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is remembered of pages and of their hosts between scrapes, in PostgreSQL. */
class EarlierPagesTest {

    private static final Order ORDER = Order.of(Map.of("price", Selector.parse(".price")));

    private static TestDatabase own;
    private static AgroalDataSource pool;

    @BeforeAll
    static void open() {
        own = TestDatabase.create();
        pool = own.pool(4);
    }

    @AfterAll
    static void close() {
        pool.close();
        own.close();
    }

    @Test
    void a_page_is_found_again_by_its_project_with_the_same_wishes_where_it_has_validators() {
        Database database = new Database(pool);
        EarlierPagesRows earlier = new EarlierPagesRows(database);
        PageUrl url = PageUrl.parse("https://a.example/p");
        Page.Fetched read = read(url, "\"1\"");
        settle(database, "shop", url, read);
        settle(database, "shop", PageUrl.parse("https://a.example/none"), read(url, ""));

        assertThat(earlier.find("shop", url, ORDER)).contains(read);
        assertThat(earlier.find("other", url, ORDER)).isEmpty();
        assertThat(earlier.find("shop", url, Order.of(Map.of()))).isEmpty();
        assertThat(earlier.find("shop", url, ORDER.by(Rendering.PLAIN))).isEmpty();
        assertThat(earlier.find("shop", PageUrl.parse("https://a.example/none"), ORDER))
                .isEmpty();

        settle(database, "shop", url, read(url, "\"2\""));
        assertThat(earlier.find("shop", url, ORDER)).contains(read(url, "\"2\""));
    }

    @Test
    void a_host_is_known_to_need_a_browser_by_the_project_that_found_it_out() {
        RenderedSitesTable sites = new RenderedSitesTable(new Database(pool), Clock.systemUTC());
        assertThat(sites.needsBrowser("shop", "b.example")).isEmpty();

        sites.note("shop", "b.example", true);
        assertThat(sites.needsBrowser("shop", "b.example")).contains(true);
        assertThat(sites.needsBrowser("other", "b.example")).isEmpty();

        sites.note("shop", "b.example", false);
        assertThat(sites.needsBrowser("shop", "b.example")).contains(false);
    }

    private static Page.Fetched read(PageUrl url, String etag) {
        Content content = new Content(
                Optional.of("T"), Optional.empty(), "UTF-8", "text", false, Map.of("price", List.of("1 EUR")));
        Optional<Provenance> provenance = etag.isEmpty()
                ? Optional.empty()
                : Optional.of(new Provenance(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Validators(Optional.of(etag), Optional.empty())),
                        Optional.of(Clock.systemUTC()
                                .instant()
                                .minus(Duration.ofDays(1))
                                .truncatedTo(java.time.temporal.ChronoUnit.DAYS))));
        return new Page.Fetched(
                url.uri(), 200, Instant.parse("2026-11-20T00:00:00Z"), Optional.of(content), List.of(), provenance);
    }

    private static void settle(Database database, String project, PageUrl url, Page.Fetched page) {
        ScrapeTable queue = new ScrapeTable(database);
        var _ = queue.submit(project, new ScrapeRequest(List.of(url), ORDER, Optional.empty()), Optional.empty());
        List<Errand> taken = queue.take(10, Duration.ofMinutes(5));
        assertThat(taken).hasSize(1);
        queue.settle(taken.getFirst(), page);
    }
}
