package dev.heir.integration.strike;

import static dev.heir.integration.strike.EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT;
import static dev.heir.integration.strike.EscalationTrigger.CRITICAL_DEPENDENCY_FAILURE;
import static dev.heir.integration.strike.EscalationTrigger.REPEATED_SIGNATURE;
import static dev.heir.integration.strike.EscalationTrigger.STRIKE_THREE;
import static dev.heir.integration.strike.EscalationTrigger.SUSTAINED_OUTAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TriggersTest {

    private static final Duration SUSTAINED = Duration.ofMinutes(5);

    @Test
    void an_answered_call_asks_nobody_however_much_it_matters() {
        assertThat(triggers(false, Symptom.TIMEOUT, Tier.CRITICAL, Criticality.CRITICAL))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void strike_three_asks_a_person_whatever_the_symptom(Symptom symptom) {
        assertThat(triggers(true, symptom, Tier.NICE_TO_HAVE, Criticality.LOW)).containsExactly(STRIKE_THREE);
    }

    @ParameterizedTest(name = "{0} at a provider of {1} criticality: {2}")
    @CsvSource({
        "CRITICAL, LOW, true",
        "IMPORTANT, LOW, false",
        "IMPORTANT, NORMAL, false",
        "IMPORTANT, HIGH, true",
        "NICE_TO_HAVE, CRITICAL, true"
    })
    void a_critical_call_or_provider_that_was_let_down_is_said(Tier tier, Criticality criticality, boolean said) {
        assertThat(triggers(true, Symptom.SERVICE_UNAVAILABLE, tier, criticality)
                        .contains(CRITICAL_DEPENDENCY_FAILURE))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @EnumSource
    void a_critical_call_that_met_a_limit_is_said(Symptom symptom) {
        List<Symptom> limits = List.of(
                Symptom.RATE_LIMIT_EXCEEDED,
                Symptom.HTTP_429,
                Symptom.QUOTA_EXCEEDED,
                Symptom.THROTTLING_ACTIVE,
                Symptom.USAGE_WARNING);
        assertThat(triggers(true, symptom, Tier.CRITICAL, Criticality.LOW).contains(BUSINESS_CRITICAL_RATE_LIMIT))
                .isEqualTo(limits.contains(symptom));
        assertThat(triggers(true, symptom, Tier.IMPORTANT, Criticality.CRITICAL))
                .doesNotContain(BUSINESS_CRITICAL_RATE_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"PT4M59S, false", "PT5M, true", "PT3H, true"})
    void an_outage_is_sustained_from_its_length_on_even_when_the_call_was_answered(Duration length, boolean said) {
        assertThat(Triggers.of(
                                false,
                                Symptom.TIMEOUT,
                                Tier.NICE_TO_HAVE,
                                Criticality.LOW,
                                Optional.of(length),
                                SUSTAINED,
                                1)
                        .contains(SUSTAINED_OUTAGE))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, true", "100, true"})
    void the_same_signature_twice_is_for_review_whatever_its_colour(int times, boolean said) {
        assertThat(Triggers.of(
                                false,
                                Symptom.USAGE_WARNING,
                                Tier.NICE_TO_HAVE,
                                Criticality.LOW,
                                Optional.empty(),
                                SUSTAINED,
                                times)
                        .contains(REPEATED_SIGNATURE))
                .isEqualTo(said);
    }

    @Test
    void all_reasons_are_said_together_in_the_order_of_their_declaration() {
        assertThat(Triggers.of(
                        true,
                        Symptom.RATE_LIMIT_EXCEEDED,
                        Tier.CRITICAL,
                        Criticality.HIGH,
                        Optional.of(SUSTAINED),
                        SUSTAINED,
                        2))
                // No single call passes a budget's threshold: that is seen by who adds up.
                .isEqualTo(Arrays.stream(EscalationTrigger.values())
                        .filter(trigger -> trigger != EscalationTrigger.COST_THRESHOLD_EXCEEDED)
                        .toList());
    }

    private static List<EscalationTrigger> triggers(
            boolean strikeThree, Symptom symptom, Tier tier, Criticality criticality) {
        return Triggers.of(strikeThree, symptom, tier, criticality, Optional.empty(), SUSTAINED, 1);
    }
}
