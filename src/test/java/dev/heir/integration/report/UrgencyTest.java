package dev.heir.integration.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Tier;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UrgencyTest {

    @Test
    void a_critical_provider_that_lets_calls_down_is_immediate() {
        assertThat(Urgency.of(Criticality.CRITICAL, Optional.of(Tier.NICE_TO_HAVE), 1))
                .isEqualTo(Urgency.IMMEDIATE);
    }

    @Test
    void a_critical_call_makes_an_ordinary_provider_urgent() {
        assertThat(Urgency.of(Criticality.NORMAL, Optional.of(Tier.CRITICAL), 1))
                .isEqualTo(Urgency.HIGH);
    }

    @Test
    void many_calls_let_down_raise_the_urgency_by_one() {
        assertThat(Urgency.of(Criticality.NORMAL, Optional.of(Tier.CRITICAL), Urgency.BUSY))
                .isEqualTo(Urgency.IMMEDIATE);
    }

    @Test
    void a_case_that_lets_nobody_down_any_more_is_one_step_lower() {
        assertThat(Urgency.of(Criticality.CRITICAL, Optional.of(Tier.CRITICAL), 0))
                .isEqualTo(Urgency.HIGH);
        assertThat(Urgency.of(Criticality.LOW, Optional.empty(), 0)).isEqualTo(Urgency.LOW);
    }
}
