package dev.heir.integration.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.heir.integration.strike.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTest {

    /** Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553", "15, 148, 0.0624", "0, 20, 0.0000", "1, 29, 0.0061"})
    void the_lower_bound_is_the_published_one(long successes, long tries, double published) {
        assertThat(new Proof(tries, successes).proven()).isCloseTo(published, within(0.00005));
    }

    @Test
    void two_of_two_prove_little() {
        assertThat(new Proof(2, 2).proven()).isCloseTo(0.3424, within(0.0001));
    }

    @Test
    void nothing_tried_is_nothing_proven() {
        assertThat(Proof.NONE.proven()).isZero();
    }

    @Test
    void more_successes_than_tries_are_impossible() {
        assertThatThrownBy(() -> new Proof(1, 2)).hasMessageContaining("was 2");
    }

    @Test
    void a_low_risk_remedy_is_applied_only_when_above_nine_tenths_are_proven() {
        assertThat(Advice.on(Remedy.RETRY_WITH_BACKOFF, new Proof(34, 34))).isEqualTo(Advice.TRY);
        assertThat(Advice.on(Remedy.RETRY_WITH_BACKOFF, new Proof(35, 35))).isEqualTo(Advice.TAKE_FIRST);
    }

    @Test
    void a_risky_remedy_is_never_applied_without_a_note() {
        assertThat(Advice.on(Remedy.FALLBACK_PROVIDER, new Proof(10_000, 10_000)))
                .isEqualTo(Advice.TRY);
    }

    @Test
    void a_remedy_proven_in_half_of_the_cases_is_only_recommended() {
        assertThat(Advice.on(Remedy.RETRY_WITH_BACKOFF, new Proof(100, 70))).isEqualTo(Advice.CONSIDER);
        assertThat(Advice.on(Remedy.RETRY_WITH_BACKOFF, new Proof(100, 50))).isEqualTo(Advice.STANDARD_ORDER);
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void an_untried_remedy_leaves_the_standard_order(Remedy remedy) {
        assertThat(Advice.on(remedy, Proof.NONE)).isEqualTo(Advice.STANDARD_ORDER);
    }
}
