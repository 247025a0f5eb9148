package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.Pace.Sign;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration QUICK = Duration.ofMillis(5);

    @Test
    void fast_refusals_never_speed_anything_up() {
        Pace pace = Pace.UNKNOWN;
        Duration before = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            pace = pace.next(sign(429), SECOND);
            assertThat(pace.delay(SECOND)).isGreaterThanOrEqualTo(before);
            before = pace.delay(SECOND);
            pace = pace.next(sign(404), SECOND);
            assertThat(pace.delay(SECOND)).isEqualTo(before);
        }
        assertThat(before).isEqualTo(Pace.SLOWEST);
    }

    @Test
    void a_refusal_between_good_answers_slows_all_the_same() {
        Pace pace = Pace.UNKNOWN;
        for (int i = 0; i < 4; i++) {
            pace = pace.next(sign(429), SECOND).next(sign(200), SECOND);
        }
        assertThat(pace.delay(SECOND)).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void a_slow_host_has_at_least_as_much_time_for_itself_as_for_us() {
        Pace pace = Pace.UNKNOWN.next(new Sign.Good(Duration.ofSeconds(3)), SECOND);

        assertThat(pace.delay(SECOND)).isEqualTo(Duration.ofSeconds(3));
    }

    @Property
    void whatever_happens_what_is_asked_for_is_kept_and_a_minute_is_the_most_we_add(
            @ForAll List<@IntRange(min = 200, max = 599) Integer> statuses,
            @ForAll @IntRange(max = 100_000) int leastMillis,
            @ForAll @IntRange(max = 100_000) int tookMillis) {
        Duration least = Duration.ofMillis(leastMillis);
        Pace pace = Pace.UNKNOWN;
        for (int status : statuses) {
            Duration before = pace.delay(least);
            Sign sign = sign(status, Duration.ofMillis(tookMillis));
            pace = pace.next(sign, least);
            assertThat(pace.delay(least)).isBetween(least, least.compareTo(Pace.SLOWEST) > 0 ? least : Pace.SLOWEST);
            if (!(sign instanceof Sign.Good)) {
                assertThat(pace.delay(least)).isGreaterThanOrEqualTo(before);
            }
        }
    }

    private static Sign sign(int status) {
        return sign(status, QUICK);
    }

    private static Sign sign(int status, Duration took) {
        return Sign.of(new Reply.Responded(status, Map.of(), Body.EMPTY, Instant.EPOCH), took);
    }
}
