package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeArchive;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Selector;
import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ScrapeArchiveRowsTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);
    private static final ScrapeTable queue = new ScrapeTable(new Database(pool));
    private static final ScrapeArchive archive = new ScrapeArchiveRows(new Database(pool));

    @Test
    void scrapes_are_listed_newest_first_each_once_and_nobody_elses() {
        List<UUID> handedIn = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            handedIn.addFirst(submit("lister", 1));
        }
        submit("somebody else", 1);

        List<UUID> listed = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (List<ScrapeArchive.Summary> part = archive.list("lister", after, 3);
                !part.isEmpty();
                part = archive.list("lister", after, 3)) {
            part.forEach(scrape -> listed.add(scrape.id()));
            after = Optional.of(part.getLast().place());
        }

        assertThat(listed).isEqualTo(handedIn);
        assertThat(archive.list("lister", Optional.empty(), 1).getFirst().states())
                .isEqualTo(Map.of("WAITING", 1L));
    }

    @Test
    void five_thousand_pages_are_read_in_parts_each_once_in_their_order() {
        UUID scrape = submit("exporter", 1);
        new Database(pool).update("""
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, state, outcome, ended_at)
                SELECT ?, 'k' || n, 'https://example.com/' || n, '{"price": ".price", "name": "h1"}', '', 'example.com', 'FAILED',
                    jsonb_build_object('url', 'https://example.com/' || n, 'reason', 'the host answered 404'), now()
                FROM generate_series(1, 4999) AS n
                """, scrape);

        List<Scrape.Entry> read = new ArrayList<>();
        for (List<Scrape.Entry> part = archive.pages(scrape, 0, 100);
                !part.isEmpty();
                part = archive.pages(scrape, read.getLast().position(), 100)) {
            read.addAll(part);
        }

        assertThat(read).hasSize(5_000).extracting(Scrape.Entry::url).doesNotHaveDuplicates();
        assertThat(read).extracting(Scrape.Entry::position).isSorted();
        assertThat(read.getLast().page()).isInstanceOf(Page.Failed.class);
        assertThat(archive.names("exporter", scrape))
                .contains(new ScrapeArchive.Names(List.of("name", "price"), List.of(), Set.of()));
        assertThat(archive.names("somebody else", scrape)).isEmpty();
    }

    private static UUID submit(String project, int pages) {
        List<PageUrl> urls = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            urls.add(PageUrl.parse("https://example.com/" + UUID.randomUUID()));
        }
        ScrapeRequest request =
                new ScrapeRequest(urls, Order.of(Map.of("price", Selector.parse(".price"))), Optional.empty());
        return queue.submit(project, request, Optional.empty()).id();
    }
}
