package dev.heir.integration.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.outbound.RealTransport;
import dev.heir.integration.scrape.Message;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire, as ElasticMQ speaks it. */
@Timeout(60)
class SqsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration NOW = Duration.ZERO;

    private final LocalSqs local = new LocalSqs(Duration.ofMinutes(5), 3);
    private final Sqs sqs = at(local.url());

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Sqs at(URI queue) {
        return SqsSide.sqs(RealTransport.roomy(VERTX), queue);
    }

    private static List<Letter> letters(int many, String body) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Letter("letter-" + i, body, NOW))
                .toList();
    }

    @Test
    void more_than_sqs_takes_at_once_goes_in_several_requests() {
        List<Letter> letters = letters(23, "a".repeat(60 * 1024));

        assertThat(sqs.send(letters))
                .containsExactlyInAnyOrderElementsOf(
                        letters.stream().map(Letter::id).toList());
        assertThat(local.size()).isEqualTo(23);
    }

    @Test
    void requests_are_as_few_as_their_limits_allow_and_keep_the_order() {
        List<Letter> mixed = Stream.of(
                        letters(12, "ä"), letters(5, "ä".repeat(30 * 1024)), letters(1, "b".repeat(300_000)))
                .flatMap(List::stream)
                .toList();

        List<List<Letter>> batches = Letter.batches(mixed);

        assertThat(batches).extracting(List::size).containsExactly(10, 6, 1, 1);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(mixed);
        assertThat(Letter.batches(List.of())).isEmpty();
    }

    @Test
    void what_sqs_does_not_take_is_told_as_not_sent() {
        assertThat(sqs.send(letters(1, "b".repeat(1_100_000)))).isEmpty();
        assertThat(at(URI.create("http://127.0.0.1:1/000000000000/scrape")).send(letters(1, "b")))
                .isEmpty();
        assertThat(local.size()).isZero();
    }

    @Test
    void what_is_delayed_or_hidden_is_there_and_not_delivered() {
        sqs.send(List.of(new Letter("later", "later", Duration.ofHours(1)), new Letter("now", "now", NOW)));

        List<Message> first = sqs.receive(10, Duration.ofMinutes(5), NOW);

        assertThat(first).extracting(Message::body).containsExactly("now");
        assertThat(sqs.receive(10, Duration.ofMinutes(5), NOW)).isEmpty();
        assertThat(local.size()).isEqualTo(2);
    }

    @Test
    void what_was_received_as_often_as_is_allowed_is_dead_and_what_was_deleted_is_gone() {
        sqs.send(letters(4, "body"));
        for (int attempt = 0; attempt < 3; attempt++) {
            List<Message> received = sqs.receive(10, Duration.ofMinutes(5), NOW);
            assertThat(received).hasSize(attempt == 0 ? 4 : 3);
            received.stream().skip(attempt == 0 ? 1 : 0).forEach(message -> sqs.hide(message, NOW));
            received.stream().limit(attempt == 0 ? 1 : 0).forEach(sqs::delete);
        }

        assertThat(sqs.receive(10, Duration.ofMinutes(5), NOW)).isEmpty();
        assertThat(local.size()).isZero();
        assertThat(local.takeDead()).hasSize(3);
    }
}
