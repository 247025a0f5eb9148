package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void nothing_is_said_before_enough_was_seen() {
        for (int i = 1; i < Latencies.LEAST; i++) {
            latencies.saw(Duration.ofMillis(i));
            assertThat(latencies.p95()).isEmpty();
        }
        latencies.saw(Duration.ofMillis(1));
        assertThat(latencies.p95()).isPresent();
    }

    @Test
    void what_was_long_ago_is_forgotten() {
        for (int i = 0; i < 500; i++) {
            latencies.saw(Duration.ofSeconds(9));
        }
        for (int i = 0; i < 500; i++) {
            latencies.saw(Duration.ofMillis(9));
        }
        assertThat(latencies.p95()).contains(Duration.ofMillis(9));
    }

    @Property
    void at_most_one_in_twenty_took_longer(
            @ForAll @Size(min = 50, max = 500) List<@IntRange(max = 1000) Integer> millis) {
        Latencies seen = new Latencies();
        millis.forEach(time -> seen.saw(Duration.ofMillis(time)));
        long p95 = seen.p95().orElseThrow().toMillis();
        assertThat(millis.stream().filter(time -> time > p95).count()).isLessThanOrEqualTo(millis.size() / 20);
        assertThat(millis.stream().filter(time -> time >= p95).count()).isGreaterThan(millis.size() / 20);
    }
}
