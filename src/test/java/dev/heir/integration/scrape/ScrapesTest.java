package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.extract.Extracted;
import dev.heir.integration.scrape.extract.Value;
import dev.heir.integration.strike.EscalationTrigger;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way: messages and submitted pages, a real PostgreSQL, real websites on loopback. */
class ScrapesTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(16);

    private Website site;
    private Website other;

    @BeforeEach
    void start() throws IOException {
        site = new Website();
        other = new Website();
    }

    @AfterEach
    void stop() {
        site.close();
        other.close();
    }

    @Test
    void submitted_pages_are_fetched_and_found_with_what_was_asked_of_them() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private")
                .with("/a", 200, "<title>A</title><p class=price>12</p>")
                .with("/gone", 404, "");
        Scrapes scrapes = instance("delay", "0s");
        UUID id = scrapes.submit(
                        "shop",
                        new ScrapeRequest(
                                List.of(site.url("/a"), site.url("/private"), site.url("/gone")),
                                Order.of(Map.of("price", Selector.parse(".price"))),
                                Optional.empty()),
                        Optional.empty())
                .id();

        scrapes.work(A_MINUTE);

        Scrape scrape = scrapes.find("shop", id, 0, 10).orElseThrow();
        assertThat(scrape.isDone()).isTrue();
        assertThat(scrape.pages())
                .extracting(entry -> entry.page().state())
                .containsExactly("FETCHED", "REFUSED", "FAILED");
        assertThat(((Page.Fetched) scrape.pages().getFirst().page())
                        .content()
                        .orElseThrow()
                        .values())
                .containsEntry("price", List.of("12"));
        assertThat(site.paths()).containsExactly("/robots.txt", "/a", "/gone");
    }

    @Test
    void fields_are_kept_when_a_page_is_built_anew_and_everything_read_survives_the_database() throws Exception {
        String before =
                """
                <html lang="de"><title>Lampe</title><main><h1>Lampe</h1><p>Preis: <b class=price>12,50 €</b></p>
                <table><tr><th>Farbe<th>Lager<tr><td>rot<td>3</table>
                <script type="application/ld+json">{"@type": "Product", "offers": {"price": 12.5, "priceCurrency": "EUR"}}
                </script><p>%s</p><a rel=next href="/2">weiter</a></main>""".formatted("Diese Lampe leuchtet lange und hell, und sie ist in vielen Farben zu haben. ".repeat(5));
        site.with("/robots.txt", 404, "")
                .with("/lamp", 200, before)
                .with("/lamp.json", 200, "{\"p\": 3}", "content-type", "application/json");
        ScrapeRequest request = ScrapeRequest.read(
                new ObjectMapper().readTree("""
                {"pages": ["%s", "%s"],
                 "fields": {"price": {"css": ".price", "from": "Product.offers.price", "type": "money"},
                            "sku": {"css": ".sku", "required": true}, "p": {"json": "$.p", "type": "number"}},
                 "structures": ["things", "tables", "article", "next_page"]}""".formatted(site.url("/lamp"), site.url("/lamp.json"))));

        Extracted first = extracted(request, 0);
        site.with("/lamp", 200, "<html lang=de><main><p>Preis: <b class=cost>12,90 €</b></p></main>");
        Extracted second = extracted(request, 0);

        assertThat(first.fields().get("price"))
                .extracting(Value::text, Value::unit, Value::confidence, Value::kept)
                .containsExactly("12.50", Optional.of("EUR"), 0.99, false);
        assertThat(first.missing()).containsExactly("sku");
        assertThat(first.things().getFirst().types()).containsExactly("Product");
        assertThat(first.tables().getFirst().headers()).containsExactly("Farbe", "Lager");
        assertThat(first.article().orElseThrow().language()).hasValue("de");
        assertThat(first.nextPage()).hasValue(site.url("/2").uri());
        assertThat(second.fields().get("price"))
                .extracting(Value::text, Value::kept, Value::suggestion)
                .containsExactly("12.50", true, Optional.of(".cost"));
        assertThat(extracted(request, 1).fields().get("p"))
                .extracting(Value::text)
                .isEqualTo("3");
    }

    private static Extracted extracted(ScrapeRequest request, int page) {
        Scrapes scrapes = instance("delay", "0s");
        UUID id = scrapes.submit("shop", request, Optional.empty()).id();
        scrapes.work(A_MINUTE);
        return ((Page.Fetched) scrapes.find("shop", id, 0, 10)
                        .orElseThrow()
                        .pages()
                        .get(page)
                        .page())
                .content()
                .flatMap(Content::extracted)
                .orElseThrow();
    }

    @Test
    void two_instances_never_break_a_hosts_delay() {
        site.with("/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.2");
        List<Message> first = new ArrayList<>();
        List<Message> second = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            site.with("/" + i, 200, "<p>" + i);
            (i % 2 == 0 ? first : second).add(message("m" + i, site.url("/" + i)));
        }
        List<String> failed = new CopyOnWriteArrayList<>();

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<Message> batch : List.of(first, second)) {
                instances.execute(() -> failed.addAll(
                        instance("delay", "1ms", "patience", "30s").fetch(batch)));
            }
        }

        assertThat(failed).isEmpty();
        assertThat(site.paths()).hasSize(9).doesNotHaveDuplicates();
        List<Website.Visited> visits = site.visits();
        for (int i = 1; i < visits.size(); i++) {
            assertThat(Duration.ofNanos(
                            visits.get(i).began() - visits.get(i - 1).ended()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void the_delay_that_a_scrape_wants_is_kept_between_all_requests_to_a_host() {
        site.with("/a", 301, "", "location", "/b").with("/b", 200, "B").with("/c", 200, "C");
        Duration wanted = Duration.ofMillis(300);
        Scrapes scrapes = instance("delay", "1ms");
        UUID id = scrapes.submit(
                        "shop",
                        new ScrapeRequest(
                                List.of(site.url("/a"), site.url("/c")), Order.of(Map.of(), wanted), Optional.empty()),
                        Optional.empty())
                .id();

        Instant end = Instant.now().plusSeconds(20);
        while (!scrapes.find("shop", id, 0, 10).orElseThrow().isDone()) {
            assertThat(Instant.now()).isBefore(end);
            scrapes.work(A_MINUTE);
            LockSupport.parkNanos(wanted.toNanos() / 4);
        }

        List<Website.Visited> visits = site.visits();
        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/b", "/c");
        for (int i = 1; i < visits.size(); i++) {
            assertThat(Duration.ofNanos(
                            visits.get(i).began() - visits.get(i - 1).ended()))
                    .isGreaterThanOrEqualTo(wanted);
        }
    }

    @Test
    void pages_that_several_instances_take_at_once_are_asked_for_one_after_the_other() {
        site.with("/robots.txt", 404, "");
        List<PageUrl> pages = IntStream.range(0, 40)
                .mapToObj(i -> site.with("/" + i, 200, "page " + i).url("/" + i))
                .toList();
        Scrapes scrapes = instance();
        UUID id = submit(scrapes, pages.toArray(PageUrl[]::new));

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                instances.execute(() -> {
                    Scrapes own = instance("delay", "0s", "adaptive", "false");
                    while (!own.find("shop", id, 0, 1).orElseThrow().isDone()) {
                        own.work(A_MINUTE);
                    }
                });
            }
        }

        List<Website.Visited> visits = site.visits();
        assertThat(site.paths()).hasSize(41).doesNotHaveDuplicates();
        for (int i = 1; i < visits.size(); i++) {
            assertThat(visits.get(i).began())
                    .isGreaterThanOrEqualTo(visits.get(i - 1).ended());
        }
    }

    @Test
    void what_fails_is_reported_alone_and_what_is_done_is_not_done_again() {
        site.with("/robots.txt", 200, "User-agent: *\nDisallow: /private")
                .with("/a", 200, "A")
                .with("/blocked", 403, "")
                .with("/broken", 500, "");
        List<Message> batch = List.of(
                message("ok", site.url("/a")),
                message("same", site.url("/a")),
                message("refused", site.url("/private")),
                message("blocked", site.url("/blocked")),
                message("broken", site.url("/broken")),
                message("gone", site.url("/gone")),
                new Message("no json", "{"),
                new Message("misspelt", "{\"uri\": \"" + site.url("/a") + "\"}"));
        Scrapes scrapes = instance("delay", "0s");

        assertThat(scrapes.fetch(batch)).containsExactly("broken", "no json", "misspelt");
        // The broken page waits for its next try by itself now.
        assertThat(scrapes.fetch(batch)).containsExactly("no json", "misspelt");
        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/blocked", "/broken", "/gone");
    }

    @Test
    void a_host_that_asks_for_time_gets_it_from_every_instance_and_no_other_host_waits() {
        site.with("/a", 429, "", "retry-after", "3600").with("/b", 200, "B");
        other.with("/c", 200, "C");

        assertThat(instance("delay", "0s").fetch(List.of(message("a", site.url("/a")))))
                .isEmpty();
        assertThat(instance("delay", "0s").fetch(List.of(message("b", site.url("/b")), message("c", other.url("/c")))))
                .isEmpty();

        assertThat(site.paths()).containsExactly("/robots.txt", "/a");
        assertThat(other.paths()).containsExactly("/robots.txt", "/c");
    }

    @Test
    void a_page_that_keeps_failing_is_given_up_as_a_case() {
        site.with("/broken", 502, "").with("/broken-too", 502, "");
        other.with("/fallen", 502, "");
        Scrapes scrapes = instance("delay", "0s", "retry-after", "0s", "most-tries", "3");
        UUID id = submit(scrapes, site.url("/broken"));

        scrapes.work(A_MINUTE);

        assertThat(scrapes.find("shop", id, 0, 10).orElseThrow().pages())
                .extracting(Scrape.Entry::page)
                .containsExactly(new Page.Dead(site.url("/broken").uri(), "the host answered 502", 3));
        assertThat(site.paths()).containsExactly("/robots.txt", "/broken", "/broken", "/broken");
        assertThat(cases()).singleElement().satisfies(one -> {
            assertThat(one.provider()).isEqualTo(site.url("/").host());
            assertThat(one.state()).isEqualTo(new CaseState.Open());
            assertThat(one.triggers()).containsExactly(EscalationTrigger.STRIKE_THREE);
            assertThat(one.section()).isEqualTo("integration.data.scraping");
            assertThat(one.calls()).isEqualTo(1);
            assertThat(one.recommendations())
                    .singleElement()
                    .asString()
                    .contains(site.url("/broken").toString(), "3 tries", "502", "/v1/scrapes/" + id);
        });

        submit(scrapes, site.url("/broken-too"), other.url("/fallen"));
        scrapes.work(A_MINUTE);

        assertThat(cases())
                .extracting(Escalation::provider, Escalation::calls)
                .containsExactlyInAnyOrder(
                        tuple(site.url("/").host(), 2L), tuple(other.url("/").host(), 1L));
    }

    private static UUID submit(Scrapes scrapes, PageUrl... pages) {
        return scrapes.submit(
                        "shop",
                        new ScrapeRequest(List.of(pages), Order.of(Map.of()), Optional.empty()),
                        Optional.empty())
                .id();
    }

    private List<Escalation> cases() {
        return ScrapeTables.on(database).escalations().page(Optional.empty(), Optional.empty(), 100).stream()
                .filter(one -> one.provider().equals(site.url("/").host())
                        || one.provider().equals(other.url("/").host()))
                .toList();
    }

    @Test
    void nobody_elsewhere_is_asked_by_somebody_who_cannot_be_reached() {
        site.with("/a", 200, "A").with("/moved", 301, "", "location", "http://example.invalid/b");
        Scrapes nameless = instance("contact", "", "delay", "0s", "most-tries", "1");
        PageUrl elsewhere = PageUrl.parse("http://example.invalid/");

        assertThatThrownBy(() -> submit(nameless, elsewhere))
                .isInstanceOf(NoContact.class)
                .hasMessageContaining("integration.scrape.contact");
        assertThat(nameless.fetch(List.of(
                        message("here", site.url("/a")),
                        message("there", elsewhere),
                        message("moved", site.url("/moved")))))
                .containsExactlyInAnyOrder("there", "moved");

        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/moved");
        assertThat(ScrapeTables.on(database).escalations().page(Optional.empty(), Optional.empty(), 100))
                .filteredOn(one -> one.provider().equals("example.invalid"))
                .singleElement()
                .satisfies(one -> assertThat(one.recommendations().toString()).contains("integration.scrape.contact"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/, true",
        "http://site.localhost:8080/, true",
        "http://127.0.0.1/, true",
        "http://127.1.2.3:80/, true",
        "http://[::1]/, true",
        "http://localhost.example.com/, false",
        "http://10.0.0.1/, false",
        "https://example.com/, false"
    })
    void this_machine_is_told_from_others_without_asking_anybody(String page, boolean here) {
        assertThat(PageUrl.parse(page).isLoopback()).isEqualTo(here);
    }

    @Test
    void a_message_whose_page_waits_is_done_and_its_page_is_fetched_when_its_turn_comes() {
        site.with("/a", 200, "A").with("/b", 200, "B");
        List<Message> batch = List.of(message("a", site.url("/a")), message("b", site.url("/b")));

        assertThat(instance("delay", "200ms", "patience", "0s").fetch(batch)).isEmpty();
        assertThat(site.paths()).hasSizeLessThan(3);
        Instant end = Instant.now().plusSeconds(20);
        while (site.paths().size() < 3) {
            assertThat(Instant.now()).isBefore(end);
            instance("delay", "0s").work(A_MINUTE);
        }

        assertThat(site.paths()).containsExactlyInAnyOrder("/robots.txt", "/a", "/b");
    }

    @Test
    void a_page_moved_to_another_site_is_fetched_by_that_sites_rules() {
        site.with("/a", 301, "", "location", other.url("/private").toString());
        other.with("/robots.txt", 200, "User-agent: *\nDisallow: /private").with("/private", 200, "secret");

        assertThat(instance("delay", "0s").fetch(List.of(message("a", site.url("/a")))))
                .isEmpty();
        assertThat(other.paths()).containsExactly("/robots.txt");
    }

    /** Else its website would be asked for it again and again, each time to lay it aside. */
    @Test
    void a_page_that_needs_a_browser_is_shown_whenever_in_its_time_it_was_begun() {
        site.with("/hollow", 200, "<div id=root></div><script src=/app.js></script>");
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        Fetcher slow = ask -> {
            passed.set(Duration.ofSeconds(19));
            return new PlainFetcher().fetch(ask);
        };
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return Clock.systemUTC().instant().plus(passed.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Fetchers fetchers = new Fetchers(slow, new ShowingAll(), new UnknownSites(), (_, _, _) -> Optional.empty());
        Scrapes scrapes = instance(fetchers, clock, "delay", "0s");
        UUID id = submit(scrapes, site.url("/hollow"));

        scrapes.work(Duration.ofSeconds(30));

        assertThat(scrapes.find("shop", id, 0, 10).orElseThrow().pages())
                .extracting(entry -> entry.page().state())
                .containsExactly("FETCHED");
        assertThat(site.paths()).containsExactly("/robots.txt", "/hollow");
    }

    private static final class ShowingAll implements Renderer {

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(55);
        }

        @Override
        public Rendered render(Load load) {
            return new Rendered.Shown("<p>shown</p>", List.of());
        }
    }

    private static final class UnknownSites implements RenderedSites {

        @Override
        public Optional<Boolean> needsBrowser(String project, String host) {
            return Optional.empty();
        }

        @Override
        public void note(String project, String host, boolean needsBrowser) {
            // Nobody asks.
        }
    }

    private static Scrapes instance(String... settings) {
        return instance(new Fetchers(new PlainFetcher()), Clock.systemUTC(), settings);
    }

    private static Scrapes instance(Fetchers fetchers, Clock clock, String... settings) {
        ScrapeTables tables = ScrapeTables.on(database);
        return new Scrapes(
                tables.queue(),
                tables.messages(),
                Optional::empty,
                fetchers,
                tables.hosts(),
                tables.robots(),
                tables.fields(),
                time -> LockSupport.parkNanos(time.toNanos()),
                Configured.with(settings),
                new ObjectMapper(),
                clock);
    }

    private static Message message(String id, PageUrl url) {
        return new Message(id, "{\"url\": \"" + url + "\", \"project\": \"shop\"}");
    }
}
