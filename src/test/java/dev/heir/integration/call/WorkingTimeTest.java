package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkingTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final WorkingTime time = WorkingTime.from(NOON, Duration.ofSeconds(40));

    @Test
    void what_can_end_in_time_fits_to_the_last_moment() {
        assertThat(time.fits(NOON.plusSeconds(30), Duration.ofSeconds(10))).isTrue();
        assertThat(time.fits(NOON.plusSeconds(30).plusMillis(1), Duration.ofSeconds(10)))
                .isFalse();
    }

    @Test
    void what_is_longer_than_the_time_ever_is_begins_while_most_of_it_is_left_and_is_cut() {
        assertThat(time.fits(NOON.plusSeconds(10), Duration.ofHours(1))).isTrue();
        assertThat(time.fits(NOON.plusSeconds(11), Duration.ofHours(1))).isFalse();
        assertThat(time.cut(NOON.plusSeconds(10), Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(time.cut(NOON.plusSeconds(10), Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void where_a_process_lives_on_everything_fits() {
        assertThat(WorkingTime.UNLIMITED.fits(NOON, Duration.ofDays(1))).isTrue();
        assertThat(WorkingTime.UNLIMITED.cut(NOON, Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    }
}
