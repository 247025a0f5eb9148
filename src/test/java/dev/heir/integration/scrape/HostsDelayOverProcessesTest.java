package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes with one database, and websites that tell when they were asked. */
@Timeout(120)
@Tag("long")
class HostsDelayOverProcessesTest {

    private static final Duration DELAY = Duration.ofMillis(150);
    private static final int PAGES = Integer.getInteger("scrape.pages", 12);

    @Test
    void however_many_processes_ask_a_host_its_delay_passes_between_two_requests_and_who_wants_rest_has_it_alone()
            throws IOException, InterruptedException {
        try (TestDatabase database = TestDatabase.create();
                AgroalDataSource pool = database.pool(2);
                Website site = new Website();
                Website tired = new Website()) {
            site.with("/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.15");
            List<PageUrl> pages = new ArrayList<>();
            for (int i = 0; i < PAGES; i++) {
                site.with("/" + i, 200, "<p>" + i);
                tired.with("/" + i, 429, "", "retry-after", "600");
                pages.addAll(List.of(site.url("/" + i), tired.url("/" + i)));
            }
            Scrapes scrapes = scrapes(pool);
            UUID id = scrapes.submit(
                            "shop", new ScrapeRequest(pages, Order.of(Map.of()), Optional.empty()), Optional.empty())
                    .id();
            List<Process> processes = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    processes.add(ScrapeProcess.start(database, "delay", "100ms"));
                }
                until(() -> fetched(scrapes, id) == PAGES);
            } finally {
                for (Process process : processes) {
                    process.destroyForcibly().waitFor();
                }
            }

            List<Website.Visited> visits = site.visits();
            assertThat(site.paths()).hasSize(PAGES + 1).doesNotHaveDuplicates();
            for (int i = 1; i < visits.size(); i++) {
                long gap = visits.get(i).began() - visits.get(i - 1).ended();
                assertThat(Duration.ofNanos(gap))
                        .as("before " + visits.get(i).path())
                        .isGreaterThanOrEqualTo(DELAY);
            }
            assertThat(tired.paths()).hasSize(2).startsWith("/robots.txt");
        }
    }

    private static long fetched(Scrapes scrapes, UUID id) {
        return scrapes.find("shop", id, 0, 1_000).orElseThrow().pages().stream()
                .filter(entry -> entry.page() instanceof Page.Fetched)
                .count();
    }

    private static void until(BooleanSupplier done) {
        Instant end = Clock.systemUTC().instant().plusSeconds(100);
        while (!done.getAsBoolean()) {
            assertThat(Clock.systemUTC().instant()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static Scrapes scrapes(AgroalDataSource pool) {
        ScrapeTables tables = ScrapeTables.on(pool);
        return new Scrapes(
                tables.queue(),
                tables.messages(),
                Optional::empty,
                new Fetchers(new PlainFetcher()),
                tables.hosts(),
                tables.robots(),
                tables.fields(),
                time -> LockSupport.parkNanos(time.toNanos()),
                Configured.with(),
                new ObjectMapper(),
                Clock.systemUTC());
    }
}
