package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Bounds;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Ended;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.HostClock;
import dev.heir.integration.scrape.Link;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Pace;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeRequest;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that are taken and written several at once. */
class PagesTogetherTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(16);

    private final Database database = new Database(pool);
    private final HostClockTable clock = new HostClockTable(database);
    private final String host = UUID.randomUUID() + ".example.com";
    private ScrapeTable queue;

    @BeforeEach
    void start() {
        queue = new ScrapeTable(database);
        database.update("DELETE FROM scrape");
    }

    @Test
    void several_pages_of_a_host_that_wants_no_rest_are_taken_at_once_in_their_order_as_far_as_there_is_room() {
        submit(Order.of(Map.of()), 5);
        asked(host, Duration.ZERO);

        assertThat(queue.take(3, LEASE)).extracting(Errand::url).containsExactly(page(0), page(1), page(2));
        assertThat(queue.take(16, LEASE)).extracting(Errand::url).containsExactly(page(3), page(4));
    }

    @Test
    void each_host_that_is_due_comes_before_a_second_page_of_another() {
        submit(Order.of(Map.of()), 5);
        asked(host, Duration.ZERO);
        PageUrl other = PageUrl.parse("https://other." + host + "/");
        var _ = queue.submit(
                "shop", new ScrapeRequest(List.of(other), Order.of(Map.of()), Optional.empty()), Optional.empty());

        assertThat(queue.take(2, LEASE)).extracting(Errand::url).containsExactlyInAnyOrder(page(0), other);
    }

    @Test
    void the_search_goes_on_behind_the_host_it_came_to_so_that_none_is_passed_over() {
        List<PageUrl> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(List.of(
                    PageUrl.parse("https://" + i + "." + host + "/a"),
                    PageUrl.parse("https://" + i + "." + host + "/b")));
        }
        var _ = queue.submit("shop", new ScrapeRequest(all, Order.of(Map.of()), Optional.empty()), Optional.empty());

        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queue.take(2, LEASE).forEach(errand -> hosts.add(errand.at().host()));
        }

        assertThat(hosts).hasSize(6).doesNotHaveDuplicates();
        assertThat(queue.take(12, LEASE)).hasSize(6);
    }

    @Test
    void one_page_is_taken_of_a_host_that_wanted_rest_and_of_a_scrape_that_wants_some() {
        submit(Order.of(Map.of()), 3);
        asked(host, Duration.ofMillis(20));
        List<Errand> taken = queue.take(16, LEASE);
        while (taken.isEmpty()) {
            taken = queue.take(16, LEASE);
        }
        assertThat(taken).hasSize(1);

        database.update("DELETE FROM scrape");
        asked(host, Duration.ZERO);
        submit(Order.of(Map.of(), Duration.ofNanos(1_000)), 3);
        assertThat(queue.take(16, LEASE)).hasSize(1);
    }

    @Test
    void a_page_that_an_instance_did_not_survive_is_taken_alone_since_it_may_be_to_blame() {
        submit(Order.of(Map.of()), 4);
        asked(host, Duration.ZERO);
        assertThat(queue.take(2, Duration.ZERO)).hasSize(2);

        assertThat(queue.take(16, LEASE)).extracting(Errand::url, Errand::lost).containsExactly(lost(0));
        assertThat(queue.take(16, LEASE)).extracting(Errand::url, Errand::lost).containsExactly(lost(1));
        assertThat(queue.take(16, LEASE)).extracting(Errand::url).containsExactly(page(2), page(3));
    }

    private org.assertj.core.groups.Tuple lost(int number) {
        return org.assertj.core.groups.Tuple.tuple(page(number), 1);
    }

    @Test
    void who_goes_back_without_having_failed_keeps_its_place() {
        submit(Order.of(Map.of()), 3);
        queue.putBack(queue.take(1, LEASE).getFirst(), Duration.ZERO, Optional.empty());

        assertThat(queue.take(1, LEASE)).extracting(Errand::url).containsExactly(page(0));
    }

    @Test
    void pages_that_end_together_are_all_written_but_those_that_are_no_longer_ours() {
        UUID scrape = submit(Order.of(Map.of()), 3);
        asked(host, Duration.ZERO);
        List<Errand> late = queue.take(1, Duration.ZERO);
        List<Errand> ours = queue.take(16, LEASE);
        ours = join(ours, queue.take(16, LEASE));

        queue.settle(join(late, ours).stream()
                .map(errand ->
                        new Ended(errand, new Page.Failed(errand.url().uri(), late.contains(errand) ? "late" : "gone")))
                .toList());

        assertThat(pages(scrape)).hasSize(3).allSatisfy(page -> assertThat(page)
                .isInstanceOfSatisfying(
                        Page.Failed.class, failed -> assertThat(failed.reason()).isEqualTo("gone")));
    }

    @Test
    void of_like_pages_of_a_crawl_that_end_together_the_first_stays_and_links_of_all_join_the_queue_once() {
        Bounds bounds = new Bounds(Bounds.Scope.HOST, 5, 6, List.of(), List.of(), Duration.ofHours(1));
        UUID scrape = submit(Order.of(Map.of()).crawling(bounds), 3);
        asked(host, Duration.ZERO);
        List<Errand> ours = queue.take(16, LEASE);
        assertThat(ours).hasSize(3);

        queue.settle(List.of(
                new Ended(ours.get(0), says(page(0), "word", page(3), page(4))),
                new Ended(ours.get(1), says(page(1), "other", page(4), page(3))),
                new Ended(ours.get(2), says(page(2), "word", page(4), page(5), page(6)))));

        assertThat(pages(scrape))
                .extracting(Page::state)
                .containsExactly("FETCHED", "FETCHED", "DUPLICATE", "WAITING", "WAITING", "WAITING");
        assertThat(((Page.Duplicate) pages(scrape).get(2)).of()).isEqualTo(page(0).uri());
        assertThat(queue.find("shop", scrape, 0, 10).orElseThrow().speed().left())
                .isZero();
        assertThat(queue.take(16, LEASE)).extracting(Errand::url).containsExactly(page(3), page(4), page(5));
    }

    @Test
    void a_page_that_cannot_be_written_does_not_harm_those_it_ended_with() {
        UUID scrape = submit(Order.of(Map.of()), 2);
        asked(host, Duration.ZERO);
        List<Errand> ours = queue.take(16, LEASE);
        database.update(
                "ALTER TABLE scrape_page ADD CONSTRAINT no_such_page CHECK (outcome ->> 'reason' <> 'bad') NOT VALID");
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> queue.settle(List.of(
                            new Ended(ours.get(0), new Page.Failed(page(0).uri(), "bad")),
                            new Ended(ours.get(1), new Page.Failed(page(1).uri(), "gone")))))
                    .hasMessageContaining("no_such_page");
        } finally {
            database.update("ALTER TABLE scrape_page DROP CONSTRAINT no_such_page");
        }

        assertThat(pages(scrape)).extracting(Page::state).containsExactly("WAITING", "FAILED");
    }

    private static Page says(PageUrl at, String word, PageUrl... links) {
        String text = IntStream.range(0, 100).mapToObj(i -> word + i).collect(Collectors.joining(" "));
        Content content = new Content(Optional.of("T"), Optional.empty(), "UTF-8", text, false, Map.of());
        return new Page.Fetched(
                at.uri(),
                200,
                Instant.EPOCH,
                Optional.of(content),
                java.util.Arrays.stream(links)
                        .map(link -> new Link(link.uri(), "", true))
                        .toList());
    }

    private static <T> List<T> join(List<T> one, List<T> other) {
        List<T> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** The host was asked just now, and wants so much rest. */
    private void asked(String of, Duration rest) {
        var turn = (HostClock.Turn.Granted) clock.take(of, LEASE, Duration.ZERO);
        clock.done(of, turn.id(), Pace.UNKNOWN, rest);
    }

    private PageUrl page(int number) {
        return PageUrl.parse("https://" + host + "/" + number);
    }

    private UUID submit(Order order, int pages) {
        List<PageUrl> all = IntStream.range(0, pages).mapToObj(this::page).toList();
        return queue.submit("shop", new ScrapeRequest(all, order, Optional.empty()), Optional.empty())
                .id();
    }

    private List<Page> pages(UUID scrape) {
        return queue.find("shop", scrape, 0, 100).orElseThrow().pages().stream()
                .map(Scrape.Entry::page)
                .toList();
    }
}
