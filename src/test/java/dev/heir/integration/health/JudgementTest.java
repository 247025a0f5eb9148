package dev.heir.integration.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.strike.Circuit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant FROM = NOON.minusSeconds(300);
    private static final Circuit CLOSED = new Circuit.Closed();
    private static final Circuit OPEN = new Circuit.Open(NOON.minusSeconds(30), NOON.plusSeconds(30));

    private final Judgement judgement = new Judgement(3, 0.05);

    @Test
    void a_provider_that_answers_is_green_and_operated() {
        Standing standing = judge(evidence(answering("https://a.example", true)));
        assertThat(standing.colour()).isEqualTo(Colour.GREEN);
        assertThat(standing.phase()).isEqualTo(Phase.OPERATE);
        assertThat(standing.reasons()).isEmpty();
    }

    @Test
    void a_provider_nobody_asked_is_green() {
        assertThat(judge(evidence()).colour()).isEqualTo(Colour.GREEN);
    }

    @Test
    void a_provider_that_never_answered_is_still_being_built() {
        Evidence never = new Evidence("shop", vitals(0, 0), List.of(), Optional.empty(), false, false, 0, false);
        assertThat(judge(never).phase()).isEqualTo(Phase.BUILD);
    }

    @Test
    void fewer_failures_in_a_row_than_the_bound_are_a_warning() {
        Standing standing = judge(evidence(failing("https://a.example", true, 2)));
        assertThat(standing.colour()).isEqualTo(Colour.YELLOW);
        assertThat(standing.outage()).isEmpty();
    }

    @Test
    void failures_in_a_row_are_an_outage_that_began_with_the_first_of_them() {
        Standing standing = judge(evidence(failing("https://a.example", true, 3)));
        assertThat(standing.colour()).isEqualTo(Colour.RED);
        assertThat(standing.phase()).isEqualTo(Phase.REPAIR);
        assertThat(standing.outage()).contains(new Standing.Outage(NOON.minusSeconds(200), NOON.minusSeconds(100)));
    }

    @Test
    void an_open_circuit_is_an_outage_seen_now() {
        Standing standing = judge(evidence(target("https://a.example", true, OPEN, 0)));
        assertThat(standing.outage()).contains(new Standing.Outage(NOON.minusSeconds(30), NOON));
    }

    @Test
    void a_provider_that_answers_at_an_alternative_only_is_yellow_and_repaired() {
        Standing standing =
                judge(evidence(target("https://a.example", true, OPEN, 9), answering("https://b.example", false)));
        assertThat(standing.colour()).isEqualTo(Colour.YELLOW);
        assertThat(standing.phase()).isEqualTo(Phase.REPAIR);
        assertThat(standing.reasons()).contains("primary https://a.example is down");
    }

    @Test
    void an_alternative_that_is_down_beside_a_healthy_primary_is_a_warning() {
        Standing standing =
                judge(evidence(answering("https://a.example", true), target("https://b.example", false, OPEN, 4)));
        assertThat(standing.colour()).isEqualTo(Colour.YELLOW);
        assertThat(standing.phase()).isEqualTo(Phase.OPERATE);
    }

    @Test
    void what_was_said_of_an_alternative_ends_with_its_circuit_when_nobody_asks_it() {
        Circuit lapsed = new Circuit.Open(NOON.minusSeconds(90), NOON.minusSeconds(30));
        Standing standing =
                judge(evidence(answering("https://a.example", true), target("https://b.example", false, lapsed, 0)));
        assertThat(standing.colour()).isEqualTo(Colour.GREEN);
        assertThat(standing.reasons()).isEmpty();
    }

    @Test
    void silence_after_an_outage_is_not_recovery() {
        Standing down = judge(evidence(failing("https://a.example", true, 3)));
        Standing later = judgement.judge(evidence(), Optional.of(down), NOON.plusSeconds(3_600));
        assertThat(later.colour()).isEqualTo(Colour.RED);
        assertThat(later.outage()).isEqualTo(down.outage());
        assertThat(later.since()).isEqualTo(down.since());
    }

    @Test
    void one_good_answer_ends_an_outage() {
        Standing down = judge(evidence(failing("https://a.example", true, 3)));
        Standing later = judgement.judge(
                evidence(answering("https://a.example", true)), Optional.of(down), NOON.plusSeconds(60));
        assertThat(later.outage()).isEmpty();
        assertThat(later.colour()).isEqualTo(Colour.GREEN);
        assertThat(later.since()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void an_error_rate_from_the_bound_on_is_a_warning_with_its_numbers() {
        Evidence some = new Evidence(
                "shop",
                vitals(100, 5),
                List.of(answering("https://a.example", true)),
                Optional.empty(),
                false,
                true,
                0,
                false);
        assertThat(judge(some).reasons()).containsExactly("5.0% of 100 attempts failed since " + FROM);
        Evidence fewer = new Evidence("shop", vitals(100, 4), List.of(), Optional.empty(), false, true, 0, false);
        assertThat(judge(fewer).colour()).isEqualTo(Colour.GREEN);
    }

    @Test
    void a_throttle_is_a_warning_until_it_ends() {
        Evidence throttled =
                new Evidence("shop", vitals(1, 0), List.of(), Optional.of(NOON.plusSeconds(5)), false, true, 0, false);
        assertThat(judge(throttled).colour()).isEqualTo(Colour.YELLOW);
        assertThat(judgement
                        .judge(throttled, Optional.empty(), NOON.plusSeconds(5))
                        .colour())
                .isEqualTo(Colour.GREEN);
    }

    @Test
    void an_open_case_keeps_a_provider_in_repair_and_a_pending_lesson_in_training() {
        Evidence open = new Evidence("shop", vitals(1, 0), List.of(), Optional.empty(), false, true, 1, true);
        assertThat(judge(open).phase()).isEqualTo(Phase.REPAIR);
        Evidence pending = new Evidence("shop", vitals(1, 0), List.of(), Optional.empty(), false, true, 0, true);
        assertThat(judge(pending).phase()).isEqualTo(Phase.TRAIN);
    }

    @Test
    void an_outage_is_sustained_only_as_long_as_it_was_seen() {
        Standing down = judge(evidence(failing("https://a.example", true, 3)));
        assertThat(Judgement.isSustained(down, Duration.ofSeconds(100))).isTrue();
        assertThat(Judgement.isSustained(down, Duration.ofSeconds(101))).isFalse();
    }

    private Standing judge(Evidence evidence) {
        return judgement.judge(evidence, Optional.empty(), NOON);
    }

    private static Evidence evidence(Evidence.Target... targets) {
        return new Evidence("shop", vitals(0, 0), List.of(targets), Optional.empty(), false, true, 0, false);
    }

    private static Vitals vitals(long attempts, long failures) {
        return new Vitals(
                FROM, NOON, attempts, attempts - failures, failures, attempts, failures, 0, 0, Optional.empty());
    }

    private static Evidence.Target answering(String url, boolean primary) {
        return target(url, primary, CLOSED, 0);
    }

    private static Evidence.Target failing(String url, boolean primary, long failures) {
        return target(url, primary, CLOSED, failures);
    }

    private static Evidence.Target target(String url, boolean primary, Circuit circuit, long failures) {
        boolean fails = failures > 0;
        boolean answers = !fails && circuit instanceof Circuit.Closed;
        return new Evidence.Target(
                url,
                primary,
                circuit,
                failures,
                fails ? Optional.of(NOON.minusSeconds(200)) : Optional.empty(),
                fails ? Optional.of(NOON.minusSeconds(100)) : Optional.empty(),
                answers ? Optional.of(NOON.minusSeconds(1)) : Optional.empty(),
                answers ? Optional.of(NOON.minusSeconds(1)) : Optional.empty(),
                fails ? Optional.of(NOON.minusSeconds(100)) : Optional.empty());
    }
}
