package dev.heir.integration.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Duration PAUSE = Duration.ofSeconds(4);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Optional<Duration> told = Optional.empty();
    private int counted;

    private final Attempts attempts = new Attempts(
            source -> {
                counted++;
                return told;
            },
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            });

    @Test
    void a_source_pauses_for_as_long_as_it_is_told_and_nobody_else_does() {
        assertThat(attempts.failed("a")).isEmpty();
        told = Optional.of(PAUSE);
        assertThat(attempts.failed("a")).contains(PAUSE);
        assertThat(attempts.pause("a")).contains(PAUSE);
        assertThat(attempts.pause("b")).isEmpty();
        now = now.plusSeconds(3);
        assertThat(attempts.pause("a")).contains(Duration.ofSeconds(1));
        now = now.plusSeconds(1);
        assertThat(attempts.pause("a")).isEmpty();
    }

    @Test
    void who_goes_on_during_its_pause_costs_nobody_a_statement() {
        told = Optional.of(PAUSE);
        attempts.failed("a");
        for (int i = 0; i < 1_000; i++) {
            assertThat(attempts.failed("a")).contains(PAUSE);
        }
        assertThat(counted).isEqualTo(1);
    }
}
