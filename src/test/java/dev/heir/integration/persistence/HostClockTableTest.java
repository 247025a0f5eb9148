package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.HostClock.Turn;
import dev.heir.integration.scrape.Pace;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostClockTableTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(16);

    private HostClockTable one;
    private HostClockTable other;
    private String host;

    @BeforeEach
    void start() {
        one = new HostClockTable(new Database(database));
        other = new HostClockTable(new Database(database));
        host = UUID.randomUUID() + ".example.com";
    }

    @Test
    void of_many_that_ask_at_once_one_is_granted_the_turn() throws InterruptedException {
        ConcurrentLinkedQueue<Turn> turns = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                HostClockTable table = i % 2 == 0 ? one : other;
                threads.execute(() -> {
                    await(start);
                    turns.add(table.take(host, LONG, Duration.ZERO));
                });
            }
            start.countDown();
        }

        assertThat(turns).hasSize(16);
        assertThat(turns.stream().filter(Turn.Granted.class::isInstance)).hasSize(1);
    }

    @Test
    void the_next_turn_begins_when_the_delay_has_passed_since_the_last_one_ended() {
        one.done(host, granted(one.take(host, LONG, Duration.ZERO)), Pace.UNKNOWN, Duration.ofSeconds(30));

        assertThat(left(other.take(host, LONG, Duration.ZERO)))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    }

    @Test
    void who_wants_more_time_since_the_last_request_than_the_host_does_waits_for_it_alone() {
        one.done(host, granted(one.take(host, LONG, Duration.ZERO)), Pace.UNKNOWN, Duration.ZERO);

        assertThat(left(other.take(host, LONG, Duration.ofSeconds(10))))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
        assertThat(other.take(host, LONG, Duration.ofNanos(1_000))).isInstanceOf(Turn.Granted.class);
    }

    @Test
    void a_turn_whose_holder_died_is_free_after_its_time() {
        var _ = granted(one.take(host, Duration.ZERO, Duration.ZERO));

        assertThat(other.take(host, LONG, Duration.ZERO)).isInstanceOf(Turn.Granted.class);
    }

    @Test
    void a_late_holder_does_not_end_the_turn_of_another() {
        UUID late = granted(one.take(host, Duration.ZERO, Duration.ZERO));
        var _ = granted(other.take(host, LONG, Duration.ZERO));

        one.done(host, late, Pace.UNKNOWN, Duration.ZERO);

        assertThat(one.take(host, LONG, Duration.ZERO)).isInstanceOf(Turn.NotYet.class);
    }

    @Test
    void a_host_is_left_alone_for_as_long_as_it_says_and_longer_when_it_says_so_again() {
        UUID turn = granted(one.take(host, LONG, Duration.ZERO));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofSeconds(5), Duration.ofMinutes(1));
        Duration first = left(other.take(host, LONG, Duration.ZERO));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofSeconds(5), Duration.ofMinutes(1));
        Duration second = left(other.take(host, LONG, Duration.ZERO));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ZERO, Duration.ofMinutes(1));
        Duration third = left(other.take(host, LONG, Duration.ZERO));

        assertThat(first).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        assertThat(second).isBetween(Duration.ofSeconds(119), Duration.ofMinutes(2));
        assertThat(third).isBetween(Duration.ofSeconds(239), Duration.ofMinutes(4));
    }

    @Test
    void what_a_host_asked_for_is_never_shortened_and_another_host_is_not_slowed() {
        UUID turn = granted(one.take(host, LONG, Duration.ZERO));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofMinutes(10), Duration.ofMinutes(1));
        one.done(host, turn, Pace.UNKNOWN, Duration.ofSeconds(1));

        assertThat(left(other.take(host, LONG, Duration.ZERO))).isGreaterThan(Duration.ofMinutes(9));
        assertThat(other.take("other." + host, LONG, Duration.ZERO)).isInstanceOf(Turn.Granted.class);
    }

    @Test
    void a_success_between_two_wishes_to_be_left_alone_does_not_make_the_second_the_first() {
        UUID turn = granted(one.take(host, LONG, Duration.ZERO));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofNanos(1_000), Duration.ofSeconds(10));
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofNanos(1_000), Duration.ofSeconds(10));
        one.done(host, turn, Pace.UNKNOWN, Duration.ZERO);
        one.slowDown(host, turn, Pace.UNKNOWN, Duration.ofNanos(1_000), Duration.ofSeconds(30));

        assertThat(left(other.take(host, LONG, Duration.ZERO)))
                .isBetween(Duration.ofSeconds(59), Duration.ofMinutes(1));
    }

    @Test
    void what_was_learnt_goes_to_the_next_holder_and_a_late_one_has_nothing_to_say() {
        UUID late = granted(one.take(host, Duration.ZERO, Duration.ZERO));
        Pace learnt = new Pace(Duration.ofSeconds(4), Duration.ofMillis(300), 2);
        UUID turn = granted(other.take(host, LONG, Duration.ZERO));
        other.done(host, turn, learnt, Duration.ZERO);

        assertThat(one.take(host, Duration.ZERO, Duration.ZERO))
                .isInstanceOfSatisfying(
                        Turn.Granted.class, next -> assertThat(next.pace()).isEqualTo(learnt));

        one.done(host, late, new Pace(Duration.ZERO, Duration.ZERO, 0), Duration.ZERO);
        assertThat(one.take(host, LONG, Duration.ZERO))
                .isInstanceOfSatisfying(
                        Turn.Granted.class, next -> assertThat(next.pace()).isEqualTo(learnt));
    }

    @Test
    void a_turn_is_renewed_by_its_holder_only_and_only_in_time() {
        UUID lost = granted(one.take(host, Duration.ZERO, Duration.ZERO));
        assertThat(one.renew(host, lost, LONG)).isFalse();
        UUID turn = granted(other.take(host, LONG, Duration.ZERO));

        assertThat(one.renew(host, lost, LONG)).isFalse();
        assertThat(other.renew(host, turn, LONG)).isTrue();
    }

    private static UUID granted(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Granted.class);
        return ((Turn.Granted) turn).id();
    }

    private static Duration left(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.NotYet.class);
        return ((Turn.NotYet) turn).pause();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
