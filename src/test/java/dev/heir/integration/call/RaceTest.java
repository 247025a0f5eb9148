package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.strike.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two requests for one answer, on real threads that wait for each other and never for a time. */
@Timeout(30)
class RaceTest {

    private static final Duration NEARLY_NONE = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Reply good = World.answer(200, "{}");
    private final Reply bad = World.answer(500, "{}");
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private Race.Finish run(Race.Sending first, Duration headStart, Supplier<Optional<Race.Second>> second) {
        return Race.run(Clock.systemUTC(), first, headStart, second, reply -> reply.status() == 200);
    }

    /** A provider that says nothing until it is no longer asked. */
    private Reply silence() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts it down");
        } catch (InterruptedException stopped) {
            cancelled.countDown();
            throw new IllegalStateException(stopped);
        }
    }

    private static Race.Sending after(CountDownLatch latch, Reply reply) {
        return () -> {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                return reply;
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        };
    }

    @Test
    void an_answer_in_time_needs_no_second_request() {
        Race.Finish finish = run(() -> good, LONG, () -> {
            throw new AssertionError("not asked for");
        });
        assertThat(finish.first().reply()).contains(good);
        assertThat(finish.second()).isEmpty();
    }

    @Test
    void a_late_one_is_cancelled_when_the_second_is_answered() throws InterruptedException {
        Race.Finish finish = run(this::silence, NEARLY_NONE, () -> Optional.of(() -> good));
        assertThat(finish.first().isCancelled()).isTrue();
        assertThat(finish.second().orElseThrow().reply()).contains(good);
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_second_is_cancelled_when_the_first_is_answered_after_all() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        Race.Finish finish = run(
                after(sent, good),
                NEARLY_NONE,
                () -> Optional.of(() -> {
                    sent.countDown();
                    return silence();
                }));
        assertThat(finish.first().reply()).contains(good);
        assertThat(finish.second().orElseThrow().isCancelled()).isTrue();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_bad_answer_does_not_end_the_race() {
        CountDownLatch failed = new CountDownLatch(1);
        Race.Finish finish = run(
                after(failed, good),
                NEARLY_NONE,
                () -> Optional.of(() -> {
                    failed.countDown();
                    return bad;
                }));
        assertThat(finish.first().reply()).contains(good);
        assertThat(finish.second()).isPresent();
    }

    @Test
    void where_there_is_no_room_for_a_second_one_the_first_is_waited_for() {
        CountDownLatch refused = new CountDownLatch(1);
        Race.Finish finish = run(after(refused, good), NEARLY_NONE, () -> {
            refused.countDown();
            return Optional.empty();
        });
        assertThat(finish.first().reply()).contains(good);
        assertThat(finish.second()).isEmpty();
    }

    @Test
    void an_error_ends_a_request_as_any_other_trouble_does() {
        var error = new NoClassDefFoundError("ours");
        Race.Finish finish = run(
                () -> {
                    throw error;
                },
                LONG,
                Optional::empty);
        assertThat(finish.first().thrown()).contains(error);
        assertThat(finish.first().isCancelled()).isFalse();
    }

    @Test
    void trouble_with_the_second_means_that_there_is_none_and_the_first_is_waited_for() {
        CountDownLatch asked = new CountDownLatch(2);
        Supplier<Optional<Race.Second>> refuses = () -> {
            asked.countDown();
            throw new IllegalStateException("no units to be had");
        };
        Supplier<Optional<Race.Second>> breaks = () -> {
            asked.countDown();
            throw new StackOverflowError("ours");
        };
        for (Supplier<Optional<Race.Second>> trouble : List.of(refuses, breaks)) {
            CountDownLatch late = new CountDownLatch(1);
            Race.Finish finish = run(after(late, good), NEARLY_NONE, () -> {
                late.countDown();
                return trouble.get();
            });
            assertThat(finish.first().reply()).contains(good);
            assertThat(finish.second()).isEmpty();
        }
        assertThat(asked.getCount()).isZero();
    }

    @Test
    void an_answer_does_not_wait_for_leave_to_send_a_second_one_which_is_given_back() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch had = new CountDownLatch(1);
        CountDownLatch givenBack = new CountDownLatch(1);
        Race.Finish finish = run(after(asked, good), NEARLY_NONE, () -> {
            asked.countDown();
            assertThat(uninterrupted(had)).isTrue();
            return Optional.of(new Race.Second() {
                @Override
                public Reply send() {
                    throw new AssertionError("sent after the race");
                }

                @Override
                public void notNeeded() {
                    givenBack.countDown();
                }
            });
        });
        assertThat(finish.first().reply()).contains(good);
        assertThat(finish.second()).isEmpty();
        had.countDown();
        assertThat(givenBack.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** As a connection to the database would be cut, which is not to happen. */
    private static boolean uninterrupted(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    @Test
    void what_was_thrown_is_told_and_ends_nothing() {
        CountDownLatch thrown = new CountDownLatch(1);
        Race.Finish finish = run(
                after(thrown, good),
                NEARLY_NONE,
                () -> Optional.of(() -> {
                    thrown.countDown();
                    throw new IllegalStateException("ours");
                }));
        assertThat(finish.first().reply()).contains(good);
        finish.second().ifPresent(lap -> assertThat(lap.reply()).isEmpty());
    }
}
