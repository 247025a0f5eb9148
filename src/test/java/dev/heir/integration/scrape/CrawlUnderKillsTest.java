package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Instances that are killed in mid-crawl: nothing is lost, and nothing is fetched twice but what was in flight. {@code
 * -Dcrawl.kills=N} kills more of them.
 */
@Timeout(500)
@Tag("long")
class CrawlUnderKillsTest {

    private static final int KILLS = Integer.getInteger("crawl.kills", 2);
    private static final int SITES = 4;
    private static final int PAGES = 20 + 20 * KILLS;

    private final TestDatabase database = TestDatabase.create();
    private final AgroalDataSource pool = database.pool(2);
    private final PageQueue queue = ScrapeTables.on(pool).queue();
    private final List<Website> sites = new ArrayList<>();
    private final List<Process> instances = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < SITES; i++) {
            Website site = new Website();
            IntStream.range(0, PAGES).forEach(page -> site.with("/" + page, 200, html(page)));
            sites.add(site);
        }
    }

    @AfterEach
    void end() {
        instances.forEach(instance -> instance.destroyForcibly().onExit().join());
        sites.forEach(Website::close);
        pool.close();
        database.close();
    }

    @Test
    void nothing_is_lost_and_nothing_is_fetched_twice_but_what_was_in_flight() throws IOException {
        crawlUnderKills(true);
    }

    @Test
    void the_same_holds_where_several_pages_of_a_host_are_taken_and_written_at_once() throws IOException {
        crawlUnderKills(false);
    }

    private void crawlUnderKills(boolean rest) throws IOException {
        startOne(rest);
        startOne(rest);
        Bounds bounds = new Bounds(Bounds.Scope.HOST, 100, SITES * PAGES, List.of(), List.of(), Duration.ofHours(1));
        UUID id = queue.submit(
                        "shop",
                        new ScrapeRequest(
                                sites.stream().map(site -> site.url("/0")).toList(),
                                Order.of(Map.of()).crawling(bounds),
                                Optional.empty()),
                        Optional.empty())
                .id();

        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = SITES * PAGES * kill / (KILLS + 2);
            await(() -> visits() >= enough);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(30_000_000));
            instances.removeFirst().destroyForcibly().onExit().join();
            startOne(rest);
        }
        await(() -> queue.find("shop", id, 0, 1).orElseThrow().isDone());

        assertThat(queue.find("shop", id, 0, 1).orElseThrow().states())
                .isEqualTo(Map.of("FETCHED", (long) SITES * PAGES));
        Map<String, Long> times = new HashMap<>();
        sites.forEach(
                site -> site.paths().forEach(path -> times.merge(site.url("/").host() + path, 1L, Long::sum)));
        assertThat(times).hasSize(SITES * (PAGES + 1));
        long again = times.values().stream().mapToLong(count -> count - 1).sum();
        assertThat(again).as("fetched again of %s", times).isLessThanOrEqualTo((long) KILLS * CrawlProcess.PARALLEL);
        assertThat(times.values()).allMatch(count -> count <= KILLS + 1);
        System.out.println(KILLS + " kills, " + SITES * PAGES + " pages, fetched again: " + again);
    }

    private static String html(int page) {
        return "<title>" + page + "</title>"
                + IntStream.rangeClosed(1, 3)
                        .map(i -> (3 * page + i) % PAGES)
                        .mapToObj(target -> "<a href=/" + target + ">next</a>")
                        .collect(Collectors.joining());
    }

    private int visits() {
        return sites.stream().mapToInt(site -> site.visits().size()).sum();
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%d visits", visits()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private void startOne(boolean rest) throws IOException {
        Process process = database.start(CrawlProcess.class, Boolean.toString(rest));
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        instances.add(process);
    }
}
