package dev.heir.integration.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.strike.Circuit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssessmentTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Assessment assessment =
            new Assessment(new Judgement(3, 0.05), Duration.ofMinutes(1), Set.of("mirror"));

    @Test
    void three_silent_hosts_since_anybody_was_heard_are_our_own_network() {
        Standings.Verdict verdict = judge(false, silent("a"), silent("b"), silent("c"));
        assertThat(verdict.ownTrouble()).isTrue();
        assertThat(verdict.sustained()).isEmpty();
    }

    @Test
    void while_our_network_is_down_nobody_outside_it_is_judged_and_everybody_stays_what_they_were() {
        Standing yellow = standing("a", Colour.YELLOW, Optional.empty());
        Standing red = standing("b", Colour.RED, Optional.of(new Standing.Outage(NOON.minusSeconds(900), NOON)));
        Standings.Verdict verdict = assessment.judge(new Standings.Measured(
                List.of(silent("a"), silent("b"), silent("new")), Map.of("a", yellow, "b", red), false, NOON));

        assertThat(verdict.ownTrouble()).isTrue();
        assertThat(verdict.standings()).containsExactly(yellow, red);
        assertThat(verdict.sustained()).isEmpty();
    }

    @Test
    void two_silent_hosts_are_two_outages() {
        Standings.Verdict verdict = judge(false, silent("a"), silent("b"));
        assertThat(verdict.ownTrouble()).isFalse();
        assertThat(verdict.sustained()).extracting(Standing::provider).containsExactly("a", "b");
    }

    @Test
    void an_answer_from_anybody_clears_our_network() {
        Standings.Verdict verdict = judge(false, silent("a"), silent("b"), silent("c"), heard("d"));
        assertThat(verdict.ownTrouble()).isFalse();
        assertThat(verdict.standings()).extracting(Standing::colour).contains(Colour.RED);
    }

    @Test
    void our_trouble_lasts_until_somebody_is_heard() {
        assertThat(judge(true, silent("a")).ownTrouble()).isTrue();
        assertThat(judge(true, evidence("a")).ownTrouble()).isTrue();
        assertThat(judge(true, heard("a")).ownTrouble()).isFalse();
    }

    @Test
    void our_trouble_ends_when_nobody_is_registered_any_more_who_used_to_answer() {
        assertThat(judge(true).ownTrouble()).isFalse();
        assertThat(judge(true, never("a")).ownTrouble()).isFalse();
        assertThat(judge(true, evidence("mirror")).ownTrouble()).isFalse();
    }

    /** Their addresses may be wrong, or not there yet. */
    @Test
    void hosts_that_never_answered_are_no_sign_of_our_trouble_unless_others_that_did_are_silent_too() {
        assertThat(judge(false, never("a"), never("b"), never("c"), never("d")).ownTrouble())
                .isFalse();
        assertThat(judge(false, never("a"), never("b"), silent("c")).ownTrouble())
                .isFalse();
        assertThat(judge(false, never("a"), silent("b"), silent("c"), silent("d"))
                        .ownTrouble())
                .isTrue();
    }

    @Test
    void a_provider_of_our_own_network_is_judged_all_the_same() {
        Standings.Verdict verdict = judge(false, silent("a"), silent("b"), silent("c"), silent("mirror"));
        assertThat(verdict.ownTrouble()).isTrue();
        assertThat(verdict.sustained()).extracting(Standing::provider).containsExactly("mirror");
    }

    private static Standing standing(String provider, Colour colour, Optional<Standing.Outage> outage) {
        return new Standing(
                provider,
                colour,
                Phase.OPERATE,
                List.of("said before"),
                NOON.minusSeconds(600),
                outage,
                true,
                evidence(provider).vitals());
    }

    private Standings.Verdict judge(boolean troubled, Evidence... evidence) {
        return assessment.judge(new Standings.Measured(List.of(evidence), Map.of(), troubled, NOON));
    }

    private static Evidence silent(String provider) {
        return evidence(
                provider,
                new Evidence.Target(
                        "https://" + provider + ".example",
                        true,
                        new Circuit.Closed(),
                        9,
                        Optional.of(NOON.minusSeconds(120)),
                        Optional.of(NOON.minusSeconds(2)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOON.minusSeconds(2))));
    }

    /** Silent, and nobody ever heard of it. */
    private static Evidence never(String provider) {
        Evidence silent = silent(provider);
        return new Evidence(provider, silent.vitals(), silent.targets(), Optional.empty(), false, false, 0, false);
    }

    private static Evidence heard(String provider) {
        Optional<Instant> now = Optional.of(NOON.minusSeconds(1));
        return evidence(
                provider,
                new Evidence.Target(
                        "https://" + provider + ".example",
                        true,
                        new Circuit.Closed(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        now,
                        now,
                        Optional.empty()));
    }

    private static Evidence evidence(String provider, Evidence.Target... targets) {
        Vitals vitals = new Vitals(NOON.minusSeconds(300), NOON, 9, 0, 9, 9, 9, 0, 0, Optional.empty());
        return new Evidence(provider, vitals, List.of(targets), Optional.empty(), false, true, 0, false);
    }
}
