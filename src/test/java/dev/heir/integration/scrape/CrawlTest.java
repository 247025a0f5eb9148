package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crawls of real websites on loopback, with a real PostgreSQL. */
@Timeout(60)
class CrawlTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Bounds WIDE =
            new Bounds(Bounds.Scope.HOST, 10, 1000, List.of(), List.of(), Duration.ofHours(1));

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(16);

    private Website site;
    private Website other;
    private Scrapes scrapes;

    @BeforeEach
    void start() throws IOException {
        site = new Website();
        other = new Website();
        scrapes = instance();
    }

    @AfterEach
    void stop() {
        site.close();
        other.close();
    }

    @Test
    void links_are_followed_within_scope_and_depth_and_each_page_is_asked_for_once() {
        site.with(
                        "/docs/",
                        200,
                        links("/docs/a", "/docs/b", "/news/x", other.url("/y").toString()))
                .with("/docs/a", 200, links("/docs/", "/docs/b?utm_source=a", "/docs/a/deep"))
                .with("/docs/b", 200, links("/docs/a", "/docs/no<", "/docs/%62"))
                .with("/docs/a/deep", 200, links("/docs/a/deeper"));

        Map<String, String> pages =
                crawled("/docs/", new Bounds(Bounds.Scope.PATH, 2, 100, List.of(), List.of(), Duration.ofHours(1)));

        assertThat(pages.keySet()).containsExactlyInAnyOrder("/docs/", "/docs/a", "/docs/b", "/docs/a/deep");
        assertThat(site.paths())
                .containsExactlyInAnyOrder("/robots.txt", "/docs/", "/docs/a", "/docs/b", "/docs/a/deep");
        assertThat(other.paths()).isEmpty();
    }

    @Test
    void what_is_excluded_or_not_to_be_followed_is_not_asked_for() {
        site.with("/", 200, links("/in/a", "/in/b.pdf", "/out/c") + "<a rel=nofollow href=/in/d>d</a>")
                .with("/in/a", 200, "A");

        assertThat(crawled(
                        "/",
                        new Bounds(
                                Bounds.Scope.HOST,
                                3,
                                100,
                                List.of(new Glob("/in/*")),
                                List.of(new Glob("*.pdf")),
                                Duration.ofHours(1))))
                .containsOnlyKeys("/", "/in/a");
    }

    @Test
    void several_instances_never_pass_the_budget_and_use_all_of_it() {
        String[] all = IntStream.range(0, 60).mapToObj(i -> "/" + i).toArray(String[]::new);
        site.with("/", 200, links(all));
        IntStream.range(0, 60).forEach(i -> site.with("/" + i, 200, "<title>" + i + "</title>" + links(all)));
        other.with("/", 200, "<title>other</title>" + links(all));
        IntStream.range(0, 60).forEach(i -> other.with("/" + i, 200, "<title>other " + i + "</title>" + links(all)));
        Bounds bounds = new Bounds(Bounds.Scope.HOST, 10, 70, List.of(), List.of(), Duration.ofHours(1));
        UUID id = submit(bounds, site.url("/"), other.url("/"));

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                instances.execute(() -> untilDone(instance(), id));
            }
        }

        Scrape done = scrapes.find("shop", id, 0, 1).orElseThrow();
        assertThat(done.states()).isEqualTo(Map.of("FETCHED", 70L));
        assertThat(done.speed().left()).isZero();
        assertThat(site.paths().size() + other.paths().size()).isEqualTo(72);
    }

    @Test
    void two_addresses_that_redirect_to_one_page_fetch_it_once_and_a_redirect_out_of_the_crawl_is_not_followed() {
        site.with("/", 200, links("/old", "/older", "/away"))
                .with("/old", 301, "", "location", "/new")
                .with("/older", 301, "", "location", "/new")
                .with("/away", 302, "", "location", other.url("/").toString())
                .with("/new", 200, "new");

        Map<String, String> pages = crawled("/", WIDE);

        assertThat(site.paths()).containsOnlyOnce("/new");
        assertThat(other.paths()).isEmpty();
        assertThat(pages).containsEntry("/away", "SKIPPED");
        assertThat(List.of(pages.get("/old"), pages.get("/older"))).containsExactlyInAnyOrder("FETCHED", "DUPLICATE");
    }

    @Test
    void a_page_that_says_what_another_one_says_is_its_duplicate_and_one_with_another_price_is_not() {
        String words = IntStream.range(0, 400).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
        site.with("/", 200, links("/a", "/print/a", "/b"))
                .with("/a", 200, "<title>A</title><p>" + words + "<p class=price>12")
                .with("/print/a", 200, "<title>A</title><p>" + words + " printed <p class=price>12<a href=/behind>")
                .with("/b", 200, "<title>A</title><p>" + words + "<p class=price>13")
                .with("/behind", 200, "behind");

        Map<String, String> pages = crawled("/", WIDE);

        assertThat(pages)
                .containsEntry("/a", "FETCHED")
                .containsEntry("/print/a", "DUPLICATE")
                .containsEntry("/b", "FETCHED")
                .containsEntry("/behind", "FETCHED");
    }

    @Test
    void a_trap_of_relative_links_ends() {
        for (String path = "/"; path.length() < 200; path += "next/") {
            site.with(path, 200, "<a href='next/'>next</a>");
        }

        assertThat(crawled("/", WIDE)).hasSizeLessThan(5);
    }

    @Test
    void a_crawl_that_is_cancelled_asks_for_no_further_page_and_keeps_what_it_has() {
        site.with("/", 200, links("/a", "/b"));
        UUID id = submit(WIDE, site.url("/"));
        Errand first = ScrapeTables.on(database).queue().take(100, A_MINUTE).stream()
                .filter(errand -> errand.url().equals(site.url("/")))
                .findFirst()
                .orElseThrow();
        ScrapeTables.on(database)
                .queue()
                .settle(
                        first,
                        new Page.Fetched(
                                first.url().uri(),
                                200,
                                Clock.systemUTC().instant(),
                                Optional.empty(),
                                List.of(new Link(site.url("/a").uri(), "a", true))));

        assertThat(scrapes.cancel("other", id)).isFalse();
        assertThat(scrapes.cancel("shop", id)).isTrue();
        assertThat(scrapes.cancel("shop", id)).isTrue();
        scrapes.work(A_MINUTE);

        Scrape scrape = scrapes.find("shop", id, 0, 10).orElseThrow();
        assertThat(scrape.isDone()).isTrue();
        assertThat(scrape.states()).isEqualTo(Map.of("FETCHED", 1L, "SKIPPED", 1L));
        assertThat(scrape.speed().cancelledAt()).isPresent();
        assertThat(site.paths()).isEmpty();
    }

    @Test
    void a_crawl_whose_time_is_up_ends() {
        Bounds brief = new Bounds(Bounds.Scope.HOST, 1, 10, List.of(), List.of(), Duration.ofMillis(1));
        UUID id = submit(brief, site.url("/"));
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());

        scrapes.work(A_MINUTE);

        assertThat(scrapes.find("shop", id, 0, 10).orElseThrow().states()).isEqualTo(Map.of("SKIPPED", 1L));
        assertThat(site.paths()).isEmpty();
    }

    @Test
    void a_briefscrape_does_not_wait_for_a_lengthyone_of_the_same_host() {
        String[] many = IntStream.range(0, 100).mapToObj(i -> "/" + i).toArray(String[]::new);
        IntStream.range(0, 100).forEach(i -> site.with("/" + i, 200, "page " + i));
        site.with("/short", 200, "short");
        UUID lengthy = submit(
                WIDE, IntStream.range(0, 100).mapToObj(i -> site.url(many[i])).toArray(PageUrl[]::new));
        UUID brief = submit(WIDE, site.url("/short"));

        while (!scrapes.find("shop", brief, 0, 1).orElseThrow().isDone()) {
            PageQueue queue = ScrapeTables.on(database).queue();
            queue.take(1, A_MINUTE)
                    .forEach(errand ->
                            queue.settle(errand, new Page.Failed(errand.url().uri(), "the host answered 404")));
        }

        assertThat(scrapes.find("shop", lengthy, 0, 1).orElseThrow().states().get("WAITING"))
                .isGreaterThan(90);
        assertThat(scrapes.cancel("shop", lengthy)).isTrue();
    }

    private static String links(String... targets) {
        return java.util.Arrays.stream(targets)
                .map(target -> "<a href='" + target + "'>" + target + "</a>")
                .collect(Collectors.joining());
    }

    @Test
    void sitemaps_of_robots_txt_and_of_the_usual_place_lead_to_pages_that_no_page_links_to() throws IOException {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /closed\nSitemap: " + site.url("/maps.xml"))
                .with(
                        "/maps.xml",
                        200,
                        "<sitemapindex>" + located("/pages.xml.gz") + located("/news.xml") + "<sitemap><loc>"
                                + other.url("/theirs.xml") + "</loc></sitemap></sitemapindex>")
                .with("/pages.xml.gz", 200, Body.of(packed(set(located("/a"), located("/closed/b"), "<loc/>"))))
                .with(
                        "/news.xml",
                        200,
                        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news="
                                + "'http://www.google.com/schemas/sitemap-news/0.9'><url><loc>" + site.url("/n")
                                + "</loc>"
                                + "<news:news><news:title>N</news:title></news:news></url><url><loc>"
                                + other.url("/out")
                                + "</loc></url></urlset>")
                .with("/sitemap.xml", 404, "")
                .with("/", 200, "start")
                .with("/a", 200, "<title>a</title>a")
                .with("/n", 200, "<title>n</title>n");

        Map<String, String> pages = crawled("/", sitemaps(false, 100));

        assertThat(pages)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/",
                        "FETCHED",
                        "/a",
                        "FETCHED",
                        "/n",
                        "FETCHED",
                        "/closed/b",
                        "REFUSED",
                        "/maps.xml",
                        "LISTED",
                        "/pages.xml.gz",
                        "LISTED",
                        "/news.xml",
                        "LISTED",
                        "/sitemap.xml",
                        "SKIPPED"));
        assertThat(site.paths()).doesNotHaveDuplicates();
        assertThat(other.paths()).isEmpty();
    }

    @Test
    void a_list_is_followed_to_its_last_page_and_ends_where_it_repeats_itself() {
        String last = "the last page of all says these words again and again, however far one goes on behind it, "
                + "since whoever made it never asked how many pages there are, and so nobody would ever be done";
        for (int i = 1; i <= 7; i++) {
            String text = i < 5 ? "page number " + i + " of the list" : last;
            site.with(
                    "/list?page=" + i,
                    200,
                    "<title>List</title>" + text + "<a rel=next href='/list?page=" + (i + 1)
                            + "'>Next</a><a href='/item" + i + "'>item</a>");
        }
        Bounds bounds = new Bounds(
                Bounds.Scope.HOST,
                1,
                100,
                List.of(),
                List.of(new Glob("/item*")),
                false,
                false,
                true,
                Duration.ofHours(1));

        Map<String, String> pages = crawled("/list?page=1", bounds);

        assertThat(pages)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/list?page=1",
                        "FETCHED",
                        "/list?page=2",
                        "FETCHED",
                        "/list?page=3",
                        "FETCHED",
                        "/list?page=4",
                        "FETCHED",
                        "/list?page=5",
                        "FETCHED",
                        "/list?page=6",
                        "DUPLICATE"));
    }

    @Test
    void pages_of_sitemaps_are_of_the_budget_and_the_sitemaps_are_not() {
        String[] all = IntStream.range(0, 20).mapToObj(i -> "/" + i).toArray(String[]::new);
        site.with("/", 200, "start")
                .with(
                        "/sitemap.xml",
                        200,
                        set(IntStream.range(0, 20)
                                .mapToObj(i -> located("/" + i))
                                .toArray(String[]::new)));
        IntStream.range(0, 20).forEach(i -> site.with(all[i], 200, "<title>" + i + "</title>"));

        Map<String, String> pages = crawled("/", sitemaps(false, 5));

        assertThat(pages.values()).filteredOn("FETCHED"::equals).hasSize(5);
        assertThat(pages).containsEntry("/sitemap.xml", "LISTED").hasSize(6);
    }

    @Test
    void a_second_crawl_skips_what_has_not_changed_since_the_first() {
        site.with("/", 200, links("/old", "/new"))
                .with("/old", 200, "<title>old</title>")
                .with("/new", 200, "<title>new</title>")
                .with("/sitemap.xml", 200, set(changed("/old", "2020-01-01"), changed("/new", "2999-01-01")));
        assertThat(crawled("/", sitemaps(true, 100)).values())
                .filteredOn("FETCHED"::equals)
                .hasSize(3);

        Map<String, String> second = crawled("/", sitemaps(true, 100));

        assertThat(second).containsEntry("/new", "FETCHED").containsEntry("/", "FETCHED");
        assertThat(second.get("/old")).isEqualTo("SKIPPED");
        assertThat(site.paths()).containsOnlyOnce("/old");
    }

    private static Bounds sitemaps(boolean onlyChanged, int pages) {
        return new Bounds(
                Bounds.Scope.HOST, 1, pages, List.of(), List.of(), true, onlyChanged, false, Duration.ofHours(1));
    }

    private String located(String path) {
        String tag = path.endsWith("xml") || path.endsWith("gz") ? "sitemap" : "url";
        return "<" + tag + "><loc>" + site.url(path) + "</loc></" + tag + ">";
    }

    private String changed(String path, String day) {
        return "<url><loc>" + site.url(path) + "</loc><lastmod>" + day + "</lastmod></url>";
    }

    private static String set(String... entries) {
        return "<urlset>" + String.join("", entries) + "</urlset>";
    }

    private static byte[] packed(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Map<String, String> crawled(String path, Bounds bounds) {
        UUID id = submit(bounds, site.url(path));
        untilDone(scrapes, id);
        return scrapes.find("shop", id, 0, 100).orElseThrow().pages().stream()
                .collect(Collectors.toMap(
                        entry -> entry.url().target(), entry -> entry.page().state()));
    }

    private static void untilDone(Scrapes scrapes, UUID id) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!scrapes.find("shop", id, 0, 1).orElseThrow().isDone()) {
            assertThat(System.nanoTime())
                    .as(() -> scrapes.find("shop", id, 0, 100).orElseThrow().toString())
                    .isLessThan(end);
            scrapes.work(A_MINUTE);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private UUID submit(Bounds bounds, PageUrl... pages) {
        Order order = Order.of(Map.of("price", Selector.parse(".price"))).crawling(bounds);
        return scrapes.submit("shop", new ScrapeRequest(List.of(pages), order, Optional.empty()), Optional.empty())
                .id();
    }

    private static Scrapes instance() {
        ScrapeTables tables = ScrapeTables.on(database);
        return new Scrapes(
                tables.queue(),
                tables.messages(),
                Optional::empty,
                new Fetchers(new PlainFetcher()),
                tables.hosts(),
                tables.robots(),
                tables.fields(),
                time -> LockSupport.parkNanos(time.toNanos()),
                Configured.with("delay", "0s"),
                new ObjectMapper(),
                Clock.systemUTC());
    }
}
