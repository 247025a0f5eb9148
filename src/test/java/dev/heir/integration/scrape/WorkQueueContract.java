package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What any work queue owes to whoever hands pages in, whichever way it deals them out. */
@Timeout(120)
public abstract class WorkQueueContract {

    protected static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** After so many failures a page is given up, and its message dead. */
    protected static final int TRIES = 3;

    private static TestDatabase own;
    private static AgroalDataSource database;

    private Website site;

    protected abstract WorkQueue queue(PageQueue pages);

    /** The page is announced once more, as queues do by mistake. */
    protected abstract void repeat(UUID page, PageUrl url);

    /** Whatever was announced is lost. */
    protected abstract void lose();

    /** How many are still to be dealt out. */
    protected abstract int standing();

    protected abstract void hasLaidAside(UUID page);

    @BeforeAll
    static void open() {
        own = TestDatabase.create();
        database = own.pool(16);
    }

    @AfterAll
    static void close() {
        database.close();
        own.close();
    }

    @BeforeEach
    void start() throws IOException {
        site = new Website();
    }

    @AfterEach
    void stop() {
        site.close();
        ScrapeTables.clear(database);
    }

    @Test
    void each_page_is_dealt_out_however_many_there_are() {
        List<String> paths = IntStream.range(0, 25).mapToObj(i -> "/" + i).toList();
        paths.forEach(path -> site.with(path, 200, path));
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, paths.toArray(String[]::new));

        workUntilDone(scrapes, scrape);

        assertThat(site.paths())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("/robots.txt"), paths.stream()).toList());
        workUntilNothingStands(scrapes);
    }

    @Test
    void what_was_dealt_out_is_hidden_until_its_time_is_up() {
        site.with("/a", 200, "A");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a");
        takeAndDie(Duration.ofHours(1));

        assertThat(scrapes.work(A_MINUTE)).isZero();
        assertThat(states(scrapes, scrape)).containsExactly("WAITING");
    }

    @Test
    void what_nobody_answered_for_is_dealt_out_again() {
        site.with("/a", 200, "A");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a");
        takeAndDie(Duration.ofSeconds(1));

        workUntilDone(scrapes, scrape);

        assertThat(site.paths()).containsExactly("/robots.txt", "/a");
        workUntilNothingStands(scrapes);
    }

    @Test
    void of_a_batch_only_what_failed_is_dealt_out_again_and_not_before_its_pause_is_over() {
        site.with("/a", 200, "A").with("/b", 500, "").with("/c", 200, "C");
        Scrapes scrapes = instance("retry-after", "1s");
        Instant began = Instant.now();
        UUID scrape = submit(scrapes, "/a", "/b", "/c");

        until(() -> {
            scrapes.work(A_MINUTE);
            return states(scrapes, scrape).equals(List.of("FETCHED", "WAITING", "FETCHED"));
        });
        site.with("/b", 200, "B");
        workUntilDone(scrapes, scrape);

        assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/b", "/c", "/b");
        workUntilNothingStands(scrapes);
    }

    @Test
    void what_keeps_failing_is_laid_aside_and_has_its_case() {
        site.with("/a", 200, "A").with("/broken", 502, "");
        Scrapes scrapes = instance("retry-after", "0s", "most-tries", Integer.toString(TRIES));
        UUID scrape = submit(scrapes, "/broken", "/a");

        workUntilDone(scrapes, scrape);
        workUntilNothingStands(scrapes);

        assertThat(states(scrapes, scrape)).containsExactly("DEAD", "FETCHED");
        assertThat(site.paths().stream().filter("/broken"::equals)).hasSize(TRIES);
        hasLaidAside(ScrapeTables.pages(database, "DEAD").getFirst());
        assertThat(ScrapeTables.on(database).escalations().page(Optional.empty(), Optional.empty(), 10))
                .singleElement()
                .extracting(Escalation::recommendations)
                .asString()
                .contains(site.url("/broken").toString(), "/v1/scrapes/" + scrape);
    }

    @Test
    void a_host_that_asks_for_time_costs_its_page_no_try() {
        site.with("/robots.txt", 404, "").with("/a", 429, "", "retry-after", "1");
        Scrapes scrapes = instance("most-tries", "1");
        UUID scrape = submit(scrapes, "/a");

        until(() -> {
            scrapes.work(A_MINUTE);
            return site.paths().contains("/a");
        });
        site.with("/a", 200, "A");
        workUntilDone(scrapes, scrape);

        assertThat(states(scrapes, scrape)).containsExactly("FETCHED");
        workUntilNothingStands(scrapes);
    }

    @Test
    void a_page_that_is_announced_more_than_once_is_fetched_once() {
        site.with("/a", 200, "A").with("/b", 200, "B");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a", "/b");
        UUID page = ScrapeTables.pages(database, "WAITING").getFirst();
        for (int i = 0; i < 12; i++) {
            repeat(page, site.url("/a"));
        }

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                instances.execute(() -> workUntilDone(instance(), scrape));
            }
        }
        workUntilNothingStands(scrapes);

        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/b");
    }

    @Test
    void a_page_that_was_lost_on_the_way_is_announced_again() {
        site.with("/a", 200, "A");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a");
        lose();

        workUntilDone(scrapes, scrape);

        assertThat(states(scrapes, scrape)).containsExactly("FETCHED");
    }

    @Test
    void what_was_cancelled_is_not_fetched_and_stands_in_nobodys_way() {
        site.with("/a", 200, "A").with("/b", 200, "B");
        Scrapes scrapes = instance();
        UUID cancelled = submit(scrapes, "/a");
        UUID wanted = submit(scrapes, "/b");
        assertThat(scrapes.cancel("shop", cancelled)).isTrue();

        workUntilDone(scrapes, wanted);
        workUntilNothingStands(scrapes);

        assertThat(site.paths()).containsExactly("/robots.txt", "/b");
        assertThat(states(scrapes, cancelled)).containsExactly("SKIPPED");
    }

    @Test
    void pages_that_a_crawl_finds_are_dealt_out_as_well() {
        site.with("/a", 200, "<a href=/b>b</a>")
                .with("/b", 200, "<a href=/c>c</a> and a word")
                .with("/c", 200, "C");
        Scrapes scrapes = instance();
        ScrapeRequest request = ScrapeRequest.read(new ObjectMapper()
                .valueToTree(Map.of("pages", List.of(site.url("/a").toString()), "crawl", Map.of())));
        UUID scrape = scrapes.submit("shop", request, Optional.empty()).id();

        workUntilDone(scrapes, scrape);

        assertThat(site.paths()).contains("/a", "/b", "/c");
        workUntilNothingStands(scrapes);
    }

    protected final Website site() {
        return site;
    }

    protected static AgroalDataSource database() {
        return database;
    }

    protected final Scrapes instance(String... settings) {
        return instance(this::queue, settings);
    }

    protected final Scrapes instance(Function<PageQueue, WorkQueue> queue, String... settings) {
        ScrapeTables tables = ScrapeTables.on(database);
        List<String> all = new ArrayList<>(Arrays.asList(settings));
        all.addAll(List.of("delay", "0s"));
        WorkQueue work = queue.apply(tables.queue());
        return new Scrapes(
                tables.queue(),
                tables.messages(),
                () -> Optional.of(work),
                new Fetchers(new PlainFetcher()),
                tables.hosts(),
                tables.robots(),
                tables.fields(),
                time -> LockSupport.parkNanos(time.toNanos()),
                Configured.with(all.toArray(String[]::new)),
                new ObjectMapper(),
                Clock.systemUTC());
    }

    protected final UUID submit(Scrapes scrapes, String... paths) {
        return scrapes.submit(
                        "shop",
                        new ScrapeRequest(
                                Arrays.stream(paths).map(site::url).toList(), Order.of(Map.of()), Optional.empty()),
                        Optional.empty())
                .id();
    }

    protected final List<String> states(Scrapes scrapes, UUID scrape) {
        return scrapes.find("shop", scrape, 0, 100).orElseThrow().pages().stream()
                .map(entry -> entry.page().state())
                .toList();
    }

    protected static void until(BooleanSupplier reached) {
        Instant end = Instant.now().plusSeconds(60);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void workUntilDone(Scrapes scrapes, UUID scrape) {
        until(() -> {
            scrapes.work(A_MINUTE);
            return scrapes.find("shop", scrape, 0, 1).orElseThrow().isDone();
        });
    }

    private void workUntilNothingStands(Scrapes scrapes) {
        until(() -> {
            scrapes.work(A_MINUTE);
            return standing() == 0;
        });
    }

    /** An instance takes what is due, as far as to have it for its own, and is not heard of again. */
    private void takeAndDie(Duration lease) {
        PageQueue pages = ScrapeTables.on(database).queue();
        WorkQueue queue = queue(pages);
        until(() -> {
            List<WorkQueue.Work> taken = queue.take(10, lease);
            for (WorkQueue.Work work : taken) {
                if (work instanceof WorkQueue.Work.Told(Message message)
                        && message.read(new ObjectMapper()) instanceof Message.OfPage page) {
                    assertThat(pages.claim(page.page(), lease)).isInstanceOf(PageQueue.Claim.Ours.class);
                }
            }
            return !taken.isEmpty();
        });
    }
}
