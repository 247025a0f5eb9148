package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.access.Acting;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.KeyUsedOtherwise;
import dev.heir.integration.scrape.Link;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.OptOut;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageQueue.Claim;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Receipt;
import dev.heir.integration.scrape.RobotsFiles;
import dev.heir.integration.scrape.RobotsTxt;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Selector;
import io.agroal.api.AgroalDataSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScrapeTableTest {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Map<String, Selector> SELECTORS =
            Map.of("price", Selector.parse(".price"), "link", Selector.parse("a.x@href"));

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(16);

    private ScrapeTable queue;
    private UUID scrape = UUID.randomUUID();
    private final String host = UUID.randomUUID() + ".example.com";

    @BeforeEach
    void start() {
        queue = new ScrapeTable(new Database(database));
        new Database(database).update("DELETE FROM scrape");
    }

    @Test
    void one_page_of_each_host_is_taken_by_one_instance_the_longest_waiting_first() {
        submit(page("/1"), page("/2"), PageUrl.parse("https://other." + host + "/3"));

        List<Errand> first = queue.take(10, LEASE);
        List<Errand> second = new ScrapeTable(new Database(database)).take(10, LEASE);

        assertThat(first)
                .extracting(Errand::url)
                .containsExactlyInAnyOrder(page("/1"), PageUrl.parse("https://other." + host + "/3"));
        assertThat(first)
                .extracting(Errand::tries, Errand::project)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(1, "shop"));
        assertThat(first.getFirst().selectors()).isEqualTo(SELECTORS);
        assertThat(second).extracting(Errand::url).containsExactly(page("/2"));
        assertThat(queue.take(10, LEASE)).isEmpty();
    }

    @Test
    void a_page_of_a_host_whose_turn_has_not_come_stays_where_it_is() {
        HostClockTable clock = new HostClockTable(new Database(database));
        submit(page("/1"));
        var turn = (dev.heir.integration.scrape.HostClock.Turn.Granted) clock.take(host, LEASE, Duration.ZERO);

        assertThat(queue.take(10, LEASE)).isEmpty();
        clock.done(host, turn.id(), turn.pace(), Duration.ofHours(1));
        assertThat(queue.take(10, LEASE)).isEmpty();
    }

    @Test
    void a_page_of_a_host_that_is_left_alone_tells_until_when_and_its_scrape_is_not_done_before() {
        HostClockTable clock = new HostClockTable(new Database(database));
        submit(page("/1"), PageUrl.parse("https://other." + host + "/2"));
        for (Errand errand : queue.take(10, LEASE)) {
            if (errand.url().equals(page("/1"))) {
                queue.putBack(errand, Duration.ZERO, Optional.empty());
            } else {
                queue.settle(errand, new Page.Refused(errand.url().uri(), "Disallow: /"));
            }
        }
        var turn = (dev.heir.integration.scrape.HostClock.Turn.Granted) clock.take(host, LEASE, Duration.ZERO);
        clock.done(host, turn.id(), turn.pace(), Duration.ofHours(1));

        Instant soon = Instant.now().plus(Duration.ofMinutes(50));
        assertThat(pages().getFirst()).isInstanceOfSatisfying(Page.Waiting.class, page -> {
            assertThat(page.notBefore()).isAfter(soon);
            assertThat(page.lastFailure().orElseThrow()).contains(host, "left alone until then");
        });
        assertThat(queue.find("shop", scrape, 0, 10)
                        .orElseThrow()
                        .speed()
                        .doneAt()
                        .orElseThrow())
                .isAfter(soon);
    }

    @Test
    void a_page_whose_instance_died_is_taken_by_another_and_the_late_one_writes_nothing() {
        submit(page("/1"));
        Errand lost = queue.take(10, Duration.ZERO).getFirst();
        Errand again = queue.take(10, LEASE).getFirst();

        queue.settle(lost, new Page.Failed(lost.url().uri(), "late"));
        queue.putBack(lost, Duration.ZERO, Optional.of("late"));

        assertThat(again.id()).isEqualTo(lost.id());
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.lost()).isEqualTo(1);
        assertThat(pages()).first().isInstanceOf(Page.Waiting.class);
        queue.settle(again, new Page.Refused(again.url().uri(), "Disallow: /"));
        assertThat(pages()).containsExactly(new Page.Refused(again.url().uri(), "Disallow: /"));
    }

    @Test
    void waiting_for_a_turn_is_no_try_and_a_failure_is_one() {
        submit(page("/1"));
        queue.putBack(queue.take(1, LEASE).getFirst(), Duration.ZERO, Optional.empty());
        queue.putBack(queue.take(1, LEASE).getFirst(), Duration.ZERO, Optional.of("cut\0 off"));
        Errand third = queue.take(1, LEASE).getFirst();

        assertThat(third.tries()).isEqualTo(2);
        queue.putBack(third, Duration.ofHours(1), Optional.empty());
        assertThat(queue.take(1, LEASE)).isEmpty();
        assertThat(pages().getFirst()).isInstanceOfSatisfying(Page.Waiting.class, page -> {
            assertThat(page.lastFailure()).hasValue("cut off");
            assertThat(page.tries()).isEqualTo(1);
        });
    }

    @Test
    void the_same_request_with_the_same_key_is_taken_on_once_and_has_one_dpr_id() {
        List<PageUrl> pages = List.of(page("/1"));
        Receipt first = queue.submit(
                "shop", new ScrapeRequest(pages, Order.of(SELECTORS), Optional.empty()), Optional.of("key"));
        Receipt again = queue.submit(
                "shop", new ScrapeRequest(pages, Order.of(SELECTORS), Optional.empty()), Optional.of("key"));
        Receipt next =
                queue.submit("shop", new ScrapeRequest(pages, Order.of(SELECTORS), Optional.empty()), Optional.empty());

        assertThat(again).isEqualTo(first);
        assertThat(first.dprId()).matches("INTEGRATION\\.SHOP\\.WEB_SCRAPING\\.SCRAPE\\.20000\\.\\d{3}");
        assertThat(next.id()).isNotEqualTo(first.id());
        assertThat(queue.find("shop", first.id(), 0, 10).orElseThrow().dprId()).hasValue(first.dprId());
        assertThatThrownBy(() -> queue.submit(
                        "shop", new ScrapeRequest(pages, Order.of(Map.of()), Optional.empty()), Optional.of("key")))
                .isInstanceOf(KeyUsedOtherwise.class);
    }

    static List<Page> ends() {
        URI url = URI.create("https://example.com/a");
        Content content = new Content(
                Optional.of("T"), Optional.of(url), "UTF-8", "text \uD83D\uDE00", true, Map.of("x", List.of("1", "2")));
        return List.of(
                new Page.Fetched(
                        url,
                        200,
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        Optional.of(content),
                        List.of(new Link(url, "A", false))),
                new Page.Fetched(url, 200, Instant.EPOCH, Optional.empty(), List.of()),
                new Page.Refused(url, "Disallow: /"),
                new Page.Blocked(url, 403, "a login page"),
                new Page.Failed(url, "the host answered 404"),
                new Page.Dead(url, "the host answered 500", 5),
                new Page.Duplicate(url, URI.create("https://example.com/b"), "it says the same"),
                new Page.Skipped(url, "the scrape was cancelled"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void every_final_state_is_read_back_as_it_was_written(Page end) {
        submit(page("/1"));
        queue.settle(queue.take(1, LEASE).getFirst(), end);

        assertThat(pages()).containsExactly(end);
        assertThat(queue.take(1, LEASE)).isEmpty();
    }

    @Test
    void a_scrape_is_seen_by_its_project_only_and_listed_in_parts() {
        submit(page("/1"), page("/2"), page("/3"));

        Scrape first = queue.find("shop", scrape, 0, 2).orElseThrow();
        Scrape rest = queue.find("shop", scrape, first.next().orElseThrow(), 2).orElseThrow();

        assertThat(queue.find("other", scrape, 0, 2)).isEmpty();
        assertThat(first.states()).isEqualTo(Map.of("WAITING", 3L));
        assertThat(first.pages()).extracting(Scrape.Entry::url).containsExactly(page("/1"), page("/2"));
        assertThat(rest.pages()).extracting(Scrape.Entry::url).containsExactly(page("/3"));
        assertThat(rest.next()).isEqualTo(OptionalLong.empty());
        assertThat(rest.isDone()).isFalse();
    }

    @Test
    void large_pages_make_short_lists_that_still_go_on() {
        submit(page("/1"), page("/2"), page("/3"));
        for (int i = 0; i < 3; i++) {
            Errand errand = queue.take(1, LEASE).getFirst();
            Content content =
                    new Content(Optional.empty(), Optional.empty(), "UTF-8", "x".repeat(2_000_000), false, Map.of());
            queue.settle(
                    errand, new Page.Fetched(errand.url().uri(), 200, Instant.EPOCH, Optional.of(content), List.of()));
        }

        Scrape first = queue.find("shop", scrape, 0, 100).orElseThrow();

        assertThat(first.pages()).hasSize(2);
        assertThat(queue.find("shop", scrape, first.next().orElseThrow(), 100)
                        .orElseThrow()
                        .pages())
                .hasSize(1);
    }

    @Test
    void a_message_is_fetched_once_and_its_equal_finds_the_end() {
        Message.OfUrl asked = asked(Optional.empty());
        Errand errand = ours(claim(asked));

        assertThat(claim(asked)).isInstanceOf(Claim.NotNow.class);
        Page end = new Page.Failed(errand.url().uri(), "the host answered 404");
        queue.settle(errand, end);
        assertThat(claim(asked)).isEqualTo(new Claim.Ended(end));
    }

    @Test
    void a_message_sent_again_much_later_is_fetched_anew() {
        Message.OfUrl asked = asked(Optional.empty());
        queue.settle(ours(claim(asked)), new Page.Failed(asked.url().uri(), "the host answered 404"));

        Errand anew = ours(queue.claim(asked, "shop", LEASE, Duration.ofHours(-1)));

        assertThat(anew.tries()).isEqualTo(1);
        assertThat(claim(asked)).isInstanceOf(Claim.NotNow.class);
    }

    @Test
    void a_message_of_a_scrape_is_that_scrapes_page_for_ever() {
        submit(page("/m"));
        Message.OfUrl asked = asked(Optional.of(scrape));
        queue.settle(ours(claim(asked)), new Page.Failed(asked.url().uri(), "the host answered 404"));

        assertThat(queue.claim(asked, "shop", LEASE, Duration.ofHours(-1))).isInstanceOf(Claim.Ended.class);
        assertThat(pages()).hasSize(1);
        assertThat(pages().getFirst()).isInstanceOf(Page.Failed.class);
    }

    @Test
    void a_message_cannot_reach_into_the_scrape_of_another_project() {
        submit(page("/m"));

        assertThatThrownBy(() -> queue.claim(asked(Optional.of(scrape)), "other", LEASE, LEASE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("other");
    }

    @Test
    void a_robots_txt_is_known_until_it_is_too_old() {
        RobotsTable robots = new RobotsTable(new Database(database));
        robots.keep("https://" + host, new RobotsTxt.Found("User-agent: *\0"), Duration.ofHours(1));
        robots.keep("http://" + host, new RobotsTxt.Unreachable("cut off"), Duration.ZERO);

        assertThat(robots.find("https://" + host).map(RobotsFiles.Known::robots))
                .hasValue(new RobotsTxt.Found("User-agent: *"));
        assertThat(robots.find("http://" + host)).isEmpty();
        robots.keep("https://" + host, new RobotsTxt.Absent("the host answered 404"), Duration.ofHours(1));
        assertThat(robots.find("https://" + host).map(RobotsFiles.Known::robots))
                .hasValue(new RobotsTxt.Absent("the host answered 404"));
    }

    @Test
    void what_waits_of_a_host_is_refused_when_its_owner_opts_out_and_so_is_whatever_comes_later() {
        OptOutTable optOuts = new OptOutTable(new Database(database), Acting.BY_ITSELF);
        RobotsTable robots = new RobotsTable(new Database(database));
        submit(page("/out"));
        Errand underWay = queue.take(1, LEASE).getFirst();

        assertThat(optOuts.put(host, true, Optional.of("asked by mail"), Optional.of("Ann")))
                .isTrue();

        Page refused = new Page.Refused(underWay.url().uri(), "opted out: " + host + ", asked by mail");
        assertThat(pages()).containsExactly(refused);
        queue.settle(underWay, new Page.Failed(underWay.url().uri(), "too late"));
        assertThat(pages()).containsExactly(refused);
        assertThat(List.of("http://" + host, "https://www." + host + ":8443"))
                .allSatisfy(origin -> assertThat(robots.find(origin).map(RobotsFiles.Known::robots))
                        .hasValue(new RobotsTxt.OptedOut("opted out: " + host + ", asked by mail")));
        assertThat(robots.find("https://other" + host)).isEmpty();

        assertThat(optOuts.put(host, false, Optional.empty(), Optional.empty())).isFalse();
        assertThat(robots.find("https://www." + host)).isEmpty();
        assertThat(robots.find("https://" + host)).isPresent();
        assertThat(optOuts.find(host).map(OptOut::subdomains)).hasValue(false);
        assertThat(optOuts.remove(host)).isTrue();
        assertThat(optOuts.remove(host)).isFalse();
        assertThat(robots.find("https://" + host)).isEmpty();
    }

    @Test
    void the_delay_that_a_scrape_wants_goes_with_each_of_its_pages_and_belongs_to_its_key() {
        ScrapeRequest slow =
                new ScrapeRequest(List.of(page("/slow")), Order.of(Map.of(), Duration.ofSeconds(10)), Optional.empty());
        ScrapeRequest usual = new ScrapeRequest(List.of(page("/slow")), Order.of(Map.of()), Optional.empty());
        var _ = queue.submit("shop", slow, Optional.of("slow"));

        assertThat(queue.take(1, LEASE)).extracting(Errand::crawlDelay).containsExactly(Duration.ofSeconds(10));
        assertThatThrownBy(() -> queue.submit("shop", usual, Optional.of("slow")))
                .isInstanceOf(KeyUsedOtherwise.class);
    }

    private PageUrl page(String path) {
        return PageUrl.parse("https://" + host + path);
    }

    private void submit(PageUrl... pages) {
        scrape = queue.submit(
                        "shop",
                        new ScrapeRequest(List.of(pages), Order.of(SELECTORS), Optional.empty()),
                        Optional.empty())
                .id();
    }

    private List<Page> pages() {
        return new ArrayList<>(queue.find("shop", scrape, 0, 100).orElseThrow().pages().stream()
                .map(Scrape.Entry::page)
                .toList());
    }

    private Message.OfUrl asked(Optional<UUID> of) {
        return new Message.OfUrl(page("/m"), SELECTORS, Optional.empty(), of);
    }

    private Claim claim(Message.OfUrl asked) {
        return queue.claim(asked, "shop", LEASE, Duration.ofHours(1));
    }

    private static Errand ours(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Ours.class);
        return ((Claim.Ours) claim).errand();
    }
}
