package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void an_exponential_backoff_doubles_its_bound_up_to_the_cap() {
        Backoff backoff = Backoff.exponential(SECOND, Duration.ofSeconds(10));
        assertThat(Stream.of(1, 2, 3, 4, 5, 100, Integer.MAX_VALUE).map(backoff::bound))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
    }

    @Test
    void a_linear_backoff_grows_by_its_step_up_to_the_cap() {
        Backoff backoff = Backoff.linear(SECOND, Duration.ofSeconds(4));
        assertThat(Stream.of(1, 2, 3, 4, 5, Integer.MAX_VALUE).map(backoff::bound))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 3L, 4L, 4L, 4L);
    }

    @Test
    void a_minimal_backoff_does_not_grow() {
        Backoff backoff = Backoff.minimal(SECOND);
        assertThat(Stream.of(1, 2, Integer.MAX_VALUE).map(backoff::bound)).containsOnly(SECOND);
    }

    @Test
    void two_callers_do_not_wait_alike() {
        Backoff backoff = Backoff.exponential(SECOND, MINUTE);
        SplittableRandom random = new SplittableRandom(7);
        assertThat(Stream.generate(() -> backoff.wait(3, random)).limit(100).distinct())
                .hasSizeGreaterThan(95);
    }

    @Test
    void waits_that_make_no_sense_are_refused_with_their_value() {
        assertThatThrownBy(() -> Backoff.minimal(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> Backoff.linear(MINUTE, SECOND)).hasMessageContaining("PT1S");
        assertThatThrownBy(() -> Backoff.minimal(Duration.ofDays(2))).hasMessageContaining("PT48H");
        assertThatThrownBy(() -> Backoff.minimal(SECOND).wait(0, new Random(1))).hasMessageContaining("0");
    }

    @Property
    void a_wait_lies_in_the_upper_half_of_its_bound_and_the_bound_under_the_cap(
            @ForAll("backoffs") Backoff backoff, @ForAll @IntRange(min = 1) int retry, @ForAll long seed) {
        Duration wait = backoff.wait(retry, new SplittableRandom(seed));
        assertThat(wait)
                .isBetween(backoff.bound(retry).dividedBy(2), backoff.bound(retry))
                .isPositive();
        assertThat(backoff.bound(retry)).isBetween(backoff.first(), backoff.cap());
    }

    @Property
    void a_bound_never_shrinks(
            @ForAll("backoffs") Backoff backoff, @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int retry) {
        assertThat(backoff.bound(retry + 1)).isGreaterThanOrEqualTo(backoff.bound(retry));
    }

    @Property
    void nobody_comes_back_before_the_moment_the_provider_named(
            @ForAll("backoffs") Backoff backoff, @ForAll long seed) {
        Instant named = Instant.parse("2026-11-23T10:00:00Z");
        assertThat(backoff.after(named, new SplittableRandom(seed))).isBetween(named, named.plus(backoff.first()));
    }

    @Provide
    Arbitrary<Backoff> backoffs() {
        Arbitrary<Duration> waits = Arbitraries.longs()
                .between(1_000_000, Duration.ofDays(1).toNanos())
                .map(Duration::ofNanos);
        return Combinators.combine(Arbitraries.of(Backoff.Growth.class), waits, waits)
                .as((growth, one, other) ->
                        one.compareTo(other) <= 0 ? new Backoff(growth, one, other) : new Backoff(growth, other, one));
    }
}
