package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000;
    private static final long NOON = 1_700_000_000L * SECOND;

    private final Pace pace = new Pace();

    @Test
    void a_block_is_what_is_spent_in_the_length_of_a_lease() {
        pace.spent(0, NOON);
        pace.spent(100, NOON + SECOND);
        assertThat(pace.block(2 * SECOND, 100)).isEqualTo(200);
    }

    @Test
    void while_the_databases_clock_is_not_known_nothing_is_taken_for_a_rate() {
        pace.spent(0, Long.MAX_VALUE / 4); // any time at all
        pace.spent(16, NOON);
        assertThat(pace.block(2 * SECOND, 16)).isZero();
    }

    @Test
    void a_clock_that_was_put_back_is_no_burst() {
        pace.spent(0, NOON);
        pace.spent(10, NOON - SECOND);
        assertThat(pace.block(2 * SECOND, 10)).isZero();
    }
}
