package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.StrikeOne;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Backoff;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The annotations do what they say: how often they try, and that each retry serves its wait first. */
@QuarkusTest
class TiersTest {

    @Inject
    StrikeOne tiers;

    @ParameterizedTest
    @EnumSource(Tier.class)
    void what_is_told_of_a_tier_is_what_it_does(Tier tier) {
        Scripted attempts = new Scripted(100);
        var _ = tiers.climb(tier, attempts);
        StrikeOne.Policy told = tiers.policy(tier);
        SplittableRandom same = new SplittableRandom(42);
        assertThat(attempts.made).isEqualTo(told.retries() + 1);
        assertThat(attempts.waits)
                .isEqualTo(IntStream.rangeClosed(1, told.retries())
                        .mapToObj(retry -> told.backoff().wait(retry, same))
                        .toList());
    }

    /** Attempts that fail until a number of them was made; the waits are written down instead of served. */
    private static final class Scripted implements StrikeOne.Attempts {
        private final int failures;
        private final List<Duration> waits = new ArrayList<>();
        private final SplittableRandom random = new SplittableRandom(42);
        private int made;
        private Duration next = Duration.ZERO;

        Scripted(int failures) {
            this.failures = failures;
        }

        @Override
        public StrikeOne.End once(Backoff backoff) {
            if (made++ < failures) {
                next = backoff.wait(made, random);
                throw new StrikeOne.Again();
            }
            return new StrikeOne.End.Spent(Symptom.TIMEOUT, Fault.PROVIDER, "answered");
        }

        @Override
        public void pause() {
            waits.add(next);
        }

        @Override
        public StrikeOne.End spent() {
            return new StrikeOne.End.Spent(Symptom.TIMEOUT, Fault.PROVIDER, "spent");
        }
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL, 5", "IMPORTANT, 3", "NICE_TO_HAVE, 2"})
    void a_tier_makes_as_many_attempts_as_its_annotation_says(Tier tier, int attempts) {
        Scripted scripted = new Scripted(100);
        StrikeOne.End end = tiers.climb(tier, scripted);
        assertThat(scripted.made).isEqualTo(attempts);
        assertThat(scripted.waits).hasSize(attempts - 1);
        assertThat(end).isEqualTo(new StrikeOne.End.Spent(Symptom.TIMEOUT, Fault.PROVIDER, "spent"));
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL", "IMPORTANT", "NICE_TO_HAVE"})
    void an_attempt_that_ends_well_is_the_last(Tier tier) {
        Scripted scripted = new Scripted(1);
        tiers.climb(tier, scripted);
        assertThat(scripted.made).isEqualTo(2);
    }

    @Test
    void critical_waits_grow_exponentially_with_jitter() {
        Scripted scripted = new Scripted(100);
        tiers.climb(Tier.CRITICAL, scripted);
        for (int retry = 0; retry < 4; retry++) {
            assertThat(scripted.waits.get(retry))
                    .isBetween(Duration.ofMillis(100L << retry), Duration.ofMillis(200L << retry));
        }
        Scripted other = new Scripted(100);
        other.random.nextLong();
        tiers.climb(Tier.CRITICAL, other);
        assertThat(other.waits).isNotEqualTo(scripted.waits);
    }

    @Test
    void important_waits_grow_linearly() {
        Scripted scripted = new Scripted(100);
        tiers.climb(Tier.IMPORTANT, scripted);
        assertThat(scripted.waits.get(0)).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
        assertThat(scripted.waits.get(1)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void nice_to_have_waits_hardly_at_all() {
        Scripted scripted = new Scripted(100);
        tiers.climb(Tier.NICE_TO_HAVE, scripted);
        assertThat(scripted.waits.getFirst()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void our_own_bugs_are_neither_retried_nor_turned_into_strikes() {
        List<Integer> made = new ArrayList<>();
        StrikeOne.Attempts buggy = new StrikeOne.Attempts() {
            @Override
            public StrikeOne.End once(Backoff backoff) {
                made.add(1);
                throw new IllegalStateException("a bug");
            }

            @Override
            public void pause() {}

            @Override
            public StrikeOne.End spent() {
                throw new AssertionError("a bug became a strike");
            }
        };
        Executable climb = () -> tiers.climb(Tier.CRITICAL, buggy);
        Assertions.assertThrows(IllegalStateException.class, climb);
        assertThat(made).hasSize(1);
    }
}
