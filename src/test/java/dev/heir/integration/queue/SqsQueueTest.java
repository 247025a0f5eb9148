package dev.heir.integration.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Transport;
import dev.heir.integration.outbound.RealTransport;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Scrapes;
import dev.heir.integration.scrape.WorkQueue;
import dev.heir.integration.scrape.WorkQueueContract;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SQS, as ElasticMQ speaks it. */
class SqsQueueTest extends WorkQueueContract {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Transport TRANSPORT = RealTransport.roomy(VERTX);

    private LocalSqs sqs;

    @AfterAll
    static void closeTransport() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void create() {
        sqs = new LocalSqs(Duration.ofMinutes(5), TRIES);
    }

    @Override
    protected WorkQueue queue(PageQueue pages) {
        return at(sqs.url(), pages);
    }

    private static WorkQueue at(URI url, PageQueue pages) {
        return SqsSide.queue(pages, TRANSPORT, url, Duration.ZERO, "hidden", "0s", "patience", "0s", "sweep", "0s");
    }

    @Override
    protected void repeat(UUID page, PageUrl url) {
        sqs.send("{\"page\": \"" + page + "\", \"host\": \"" + url.host() + "\"}");
    }

    @Override
    protected void lose() {
        sqs.lose();
        ScrapeTables.passTime(database());
    }

    @Override
    protected int standing() {
        return sqs.size();
    }

    @Override
    protected void hasLaidAside(UUID page) {
        assertThat(sqs.takeDead()).singleElement().asString().contains(page.toString());
    }

    @Test
    void what_cannot_be_read_is_laid_aside_and_keeps_nobody_waiting() {
        site().with("/a", 200, "A");
        sqs.send("{");
        sqs.send("{\"page\": \"7\"}");
        sqs.send("{\"page\": \"" + UUID.randomUUID() + "\", \"host\": \"nobody.example\"}");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a");

        until(() -> {
            scrapes.work(A_MINUTE);
            return sqs.deadLetters() == 2;
        });

        assertThat(states(scrapes, scrape)).containsExactly("FETCHED");
        assertThat(sqs.takeDead()).containsExactlyInAnyOrder("{", "{\"page\": \"7\"}");
        assertThat(sqs.size()).isZero();
        assertThat(ScrapeTables.on(database()).escalations().page(Optional.empty(), Optional.empty(), 10))
                .singleElement()
                .satisfies(known -> {
                    assertThat(known.recommendations())
                            .hasSize(2)
                            .allMatch(told -> told.contains("dead-letter queue"))
                            .anyMatch(told -> told.contains("must be JSON"))
                            .anyMatch(told -> told.contains("must be the id of a page"));
                    assertThat(known.calls()).isEqualTo(2);
                });
    }

    @Test
    void a_process_that_looks_every_second_sweeps_all_hosts_no_more_often_than_it_has_to() {
        site().with("/a", 200, "A").with("/b", 200, "B");
        Scrapes scrapes = instance(pages -> SqsSide.queue(
                pages, TRANSPORT, sqs.url(), Duration.ZERO, "hidden", "0s", "patience", "0s", "sweep", "1h"));
        UUID first = submit(scrapes, "/a");
        until(() -> {
            scrapes.work(A_MINUTE);
            return states(scrapes, first).contains("FETCHED");
        });
        UUID second = submit(scrapes, "/b");
        lose();

        assertThat(scrapes.work(A_MINUTE)).isZero();

        assertThat(states(scrapes, second)).containsExactly("WAITING");
        assertThat(instance().sweep(A_MINUTE)).isZero(); // of another instance
        until(() -> {
            scrapes.work(A_MINUTE);
            return states(scrapes, second).contains("FETCHED");
        });
    }

    @Test
    void an_address_that_has_to_wait_is_no_dead_letter() {
        site().with("/a", 429, "", "retry-after", "3600");
        Scrapes scrapes = instance();
        for (int i = 0; i < 2; i++) {
            sqs.send("{\"url\": \"" + site().url("/a") + "\", \"project\": \"shop\"}");
        }

        until(() -> {
            scrapes.work(A_MINUTE);
            return sqs.size() == 0;
        });

        assertThat(sqs.deadLetters()).isZero();
        assertThat(ScrapeTables.pages(database(), "WAITING")).hasSize(1);
    }

    @Test
    void pages_that_cannot_be_announced_are_handed_in_all_the_same_and_fetched_by_the_sweep_itself() {
        site().with("/a", 200, "A");
        URI nowhere = URI.create("http://127.0.0.1:1/000000000000/scrape");
        Scrapes cutOff = instance(pages -> at(nowhere, pages));
        UUID scrape = submit(cutOff, "/a");

        assertThat(cutOff.sweep(A_MINUTE)).isEqualTo(1);

        assertThat(states(cutOff, scrape)).containsExactly("FETCHED");
    }

    @Test
    void a_sweep_that_can_announce_them_leaves_pages_to_who_is_woken() {
        site().with("/a", 200, "A");
        Scrapes scrapes = instance();
        UUID scrape = submit(scrapes, "/a");
        lose();

        assertThat(scrapes.sweep(A_MINUTE)).isZero();

        assertThat(sqs.size()).isEqualTo(1);

        assertThat(states(scrapes, scrape)).containsExactly("WAITING");
        assertThat(site().paths()).isEmpty();
    }

    @Test
    void a_batch_of_a_function_names_what_failed_and_that_is_delivered_again_when_its_pause_is_over() {
        site().with("/robots.txt", 404, "").with("/a", 200, "A").with("/b", 502, "");
        Scrapes scrapes = instance("retry-after", "1h");
        UUID scrape = submit(scrapes, "/a", "/b");

        List<LocalSqs.Delivered> batch = sqs.receive();
        List<String> failed = scrapes.fetch(batch.stream()
                .map(each -> new Message(each.id(), each.body(), each.receipt()))
                .toList());

        assertThat(states(scrapes, scrape)).containsExactly("FETCHED", "WAITING");
        assertThat(batch).hasSize(2);
        assertThat(failed).hasSize(1);
        assertThat(sqs.receive()).isEmpty();
    }
}
