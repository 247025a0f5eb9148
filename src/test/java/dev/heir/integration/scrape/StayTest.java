package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StayTest {

    private static final Duration HOLD = Duration.ofSeconds(15);
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final OneClock hosts = new OneClock();
    private final Stay stay = new Stay(hosts, hosts, SPARE);

    @Test
    void a_host_that_wants_no_rest_is_asked_again_in_the_same_turn_and_has_it_back_at_the_end() {
        UUID first = granted(stay.take("a", HOLD, Duration.ZERO));
        stay.done("a", first, Pace.UNKNOWN, Duration.ZERO);
        UUID second = granted(stay.take("a", HOLD, Duration.ZERO));
        stay.done("a", second, Pace.UNKNOWN, Duration.ZERO);
        assertThat(hosts.turns).containsExactly("a taken");

        stay.close();

        assertThat(second).isEqualTo(first);
        assertThat(hosts.turns).containsExactly("a taken", "a done");
    }

    @Test
    void a_host_that_wants_rest_has_its_turn_back_at_once() {
        stay.done("a", granted(stay.take("a", HOLD, Duration.ZERO)), Pace.UNKNOWN, Duration.ofSeconds(1));

        assertThat(hosts.turns).containsExactly("a taken", "a done");
        assertThat(stay.take("a", HOLD, Duration.ZERO)).isInstanceOf(HostClock.Turn.NotYet.class);
    }

    @Test
    void who_wants_rest_from_a_host_that_does_not_waits_from_the_end_of_the_last_request() {
        stay.done("a", granted(stay.take("a", HOLD, Duration.ZERO)), Pace.UNKNOWN, Duration.ZERO);

        assertThat(stay.take("a", HOLD, Duration.ofSeconds(2)))
                .isEqualTo(new HostClock.Turn.NotYet(Duration.ofSeconds(2)));
        assertThat(hosts.turns).containsExactly("a taken", "a done");
    }

    @Test
    void another_host_is_asked_in_a_turn_of_its_own() {
        stay.done("a", granted(stay.take("a", HOLD, Duration.ZERO)), Pace.UNKNOWN, Duration.ZERO);
        var _ = granted(stay.take("b", HOLD, Duration.ZERO));

        assertThat(hosts.turns).containsExactly("a taken", "a done", "b taken");
    }

    @Test
    void a_turn_that_is_no_longer_long_enough_for_a_request_is_renewed_before_it() {
        stay.done("a", granted(stay.take("a", HOLD, Duration.ZERO)), Pace.UNKNOWN, Duration.ZERO);
        hosts.sleep(SPARE.plusMillis(1));

        var _ = granted(stay.take("a", HOLD, Duration.ZERO));

        assertThat(hosts.turns).containsExactly("a taken");
        assertThat(hosts.nextAt).containsEntry("a", hosts.now.plus(HOLD));
    }

    @Test
    void a_host_that_asks_to_be_left_alone_is_left_alone_and_not_given_back_twice() {
        stay.done("a", granted(stay.take("a", HOLD, Duration.ZERO)), Pace.UNKNOWN, Duration.ZERO);
        UUID turn = granted(stay.take("a", HOLD, Duration.ZERO));
        stay.slowDown("a", turn, Pace.UNKNOWN, Duration.ofMinutes(1), Duration.ofMinutes(1));

        stay.close();

        assertThat(hosts.turns).containsExactly("a taken", "a slowed");
        assertThat(stay.take("a", HOLD, Duration.ZERO)).isInstanceOf(HostClock.Turn.NotYet.class);
    }

    private static UUID granted(HostClock.Turn turn) {
        assertThat(turn).isInstanceOf(HostClock.Turn.Granted.class);
        return ((HostClock.Turn.Granted) turn).id();
    }
}
