package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {

    private static final CircuitBreaker BREAKER = CircuitBreaker.STANDARD;
    private static final Circuit CLOSED = new Circuit.Closed();
    private static final Instant SOON = NOW.plusSeconds(5);

    @ParameterizedTest(name = "{0} calls, {1} failed, {2} slow: opens {3}")
    @CsvSource({
        "0, 0, 0, false",
        "1, 1, 0, false",
        "9, 9, 9, false", // below the minimum volume everything is chance
        "10, 4, 0, false",
        "10, 5, 0, true",
        "10, 10, 0, true",
        "10, 0, 7, false",
        "10, 0, 8, true",
        "11, 5, 0, false",
        "100000, 49999, 0, false",
        "100000, 50000, 0, true",
        "9223372036854775807, 9223372036854775807, 0, true"
    })
    void a_closed_circuit_opens_by_ratio_once_the_volume_means_something(
            long calls, long failures, long slow, boolean opens) {
        assertThat(BREAKER.opens(CLOSED, new Window(calls, failures, slow, 0), Optional.empty(), NOW))
                .isEqualTo(opens ? Optional.of(SOON) : Optional.empty());
    }

    @Test
    void the_only_host_of_a_provider_is_protected_too() {
        assertThat(BREAKER.opens(CLOSED, new Window(12, 12, 0, 8), Optional.empty(), NOW))
                .isPresent();
    }

    @Test
    void what_the_server_asks_for_is_done_at_once_and_to_the_instant() {
        Instant asked = NOW.plusSeconds(600).plusMillis(7);
        Window one = new Window(1, 1, 0, 0);
        assertThat(BREAKER.opens(CLOSED, one, Optional.of(asked), NOW)).contains(asked);
        assertThat(BREAKER.opens(new Circuit.HalfOpen(NOW.minusSeconds(90), 1), one, Optional.of(asked), NOW))
                .contains(asked);
        assertThat(BREAKER.opens(CLOSED, new Window(10, 10, 0, 0), Optional.of(NOW.plusSeconds(1)), NOW))
                .contains(NOW.plusSeconds(1));
    }

    @Test
    void a_server_that_may_be_asked_at_once_is_judged_by_its_answers() {
        assertThat(BREAKER.opens(CLOSED, new Window(1, 1, 0, 0), Optional.of(NOW), NOW))
                .isEmpty();
        assertThat(BREAKER.opens(CLOSED, new Window(10, 10, 0, 0), Optional.of(NOW), NOW))
                .contains(SOON);
    }

    @Test
    void an_open_circuit_lets_nothing_pass_until_its_time_is_up_and_then_a_few_probes() {
        Circuit open = new Circuit.Open(NOW, SOON);
        assertThat(BREAKER.passes(open, NOW)).isFalse();
        assertThat(BREAKER.passes(open, SOON.minusNanos(1))).isFalse();
        assertThat(BREAKER.passes(open, SOON)).isTrue();
        assertThat(BREAKER.at(open, SOON.minusNanos(1))).isSameAs(open);
        assertThat(BREAKER.at(open, SOON)).isEqualTo(new Circuit.HalfOpen(NOW, 3));
    }

    @Test
    void a_half_open_circuit_without_probes_left_lets_nothing_pass() {
        assertThat(BREAKER.passes(new Circuit.HalfOpen(NOW, 1), NOW)).isTrue();
        assertThat(BREAKER.passes(new Circuit.HalfOpen(NOW, 0), NOW)).isFalse();
        assertThat(BREAKER.passes(CLOSED, NOW)).isTrue();
    }

    @Test
    void each_failed_probe_doubles_the_wait_up_to_the_longest() {
        List<Long> seconds = new ArrayList<>();
        Instant until = SOON;
        for (int probe = 0; probe < 6; probe++) {
            Instant now = until;
            until = BREAKER.opens(new Circuit.Open(NOW, until), Window.EMPTY, Optional.empty(), now)
                    .orElseThrow();
            seconds.add(Duration.between(now, until).toSeconds());
        }
        assertThat(seconds).containsExactly(10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void a_late_answer_does_not_shorten_what_is_already_open() {
        Circuit open = new Circuit.Open(NOW, NOW.plusSeconds(60));
        Window ill = new Window(20, 20, 0, 0);
        assertThat(BREAKER.opens(open, ill, Optional.empty(), NOW)).isEmpty();
        assertThat(BREAKER.opens(open, ill, Optional.of(NOW.plusSeconds(30)), NOW))
                .isEmpty();
        assertThat(BREAKER.opens(open, ill, Optional.of(NOW.plusSeconds(90)), NOW))
                .contains(NOW.plusSeconds(90));
    }

    @Property
    void it_never_opens_into_the_past_nor_longer_than_the_longest_unless_the_server_said_so(
            @ForAll @LongRange(min = -100_000, max = 100_000) long since,
            @ForAll @LongRange(min = -100_000, max = 100_000) long until,
            @ForAll @IntRange(max = 1000) int calls,
            @ForAll @IntRange(max = 1000) int failures) {
        Window window = new Window(calls, Math.min(calls, failures), 0, 0);
        for (Circuit circuit : List.of(
                CLOSED,
                new Circuit.Open(NOW.plusMillis(since), NOW.plusMillis(until)),
                new Circuit.HalfOpen(NOW.plusMillis(since), 0))) {
            assertThat(BREAKER.opens(circuit, window, Optional.empty(), NOW)
                            .filter(at -> !at.isAfter(NOW) || at.isAfter(NOW.plus(BREAKER.longestOpen()))))
                    .isEmpty();
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused_with_their_value() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new CircuitBreaker(0, 0.5, 0.5, second, second, 1))
                .hasMessageContaining("0");
        assertThatThrownBy(() -> new CircuitBreaker(1, 0, 0.5, second, second, 1))
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new CircuitBreaker(1, 0.5, Double.NaN, second, second, 1))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new CircuitBreaker(1, 0.5, 0.5, Duration.ZERO, second, 1))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new CircuitBreaker(1, 0.5, 0.5, second, Duration.ofMillis(1), 1))
                .hasMessageContaining("PT0.001S");
        assertThatThrownBy(() -> new CircuitBreaker(1, 0.5, 0.5, second, second, -1))
                .hasMessageContaining("-1");
    }
}
