package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What 429s and the fields of answers teach, and how soon everybody obeys. */
class LearningTest {

    private static final String SCOPE = "shopify";
    private static final Rules DECLARED = new Rules(
            java.util.List.of(Limit.ofRequests(100, new LimitWindow.Rolling(Duration.ofSeconds(10)))),
            TierShares.STANDARD);
    private static final Rules NOTHING = new Rules(java.util.List.of(), TierShares.STANDARD);

    private final FakeTime time = new FakeTime();
    private final FakeStates states = new FakeStates(time);
    private final Holding here = holding("here", DECLARED);
    private final Holding there = holding("there", DECLARED);

    private Holding holding(String name, Rules rules) {
        return new Holding(SCOPE, new Member(Tier.CRITICAL, "shop", 1), name, rules, states.instance(true));
    }

    /** Tells of so many answers, and comes to a judgement. */
    private double judged(Holding holding, int answered, int limited) {
        for (int i = 0; i < answered; i++) {
            holding.answered();
        }
        time.go(Duration.ofSeconds(2));
        time.holdAsides();
        for (int i = 0; i < limited; i++) {
            holding.limited();
        }
        time.runAsides();
        holding.release();
        return states.shared(SCOPE).learnt().factor();
    }

    private static int takes(Holding holding, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += holding.take(1, 0) instanceof Taken.Units ? 1 : 0;
        }
        return taken;
    }

    @Test
    void fewer_than_nine_successes_in_ten_lower_a_limit_by_a_fifth() {
        holding("first", DECLARED).release(); // from when on answers are judged
        assertThat(judged(here, 80, 20)).isEqualTo(0.8);
        assertThat(judged(there, 80, 20)).isEqualTo(0.8 * 0.8);
        assertThat(takes(holding("third", DECLARED), 64)).isEqualTo(64);
        assertThat(takes(holding("fourth", DECLARED), 10)).isZero();
    }

    @Test
    void between_nine_and_nine_and_a_half_in_ten_hold_it() {
        holding("first", DECLARED).release();
        assertThat(judged(here, 80, 20)).isEqualTo(0.8);
        assertThat(judged(here, 93, 7)).isEqualTo(0.8);
    }

    @Test
    void more_raise_it_by_a_tenth_and_never_above_what_is_declared() {
        holding("first", DECLARED).release();
        assertThat(judged(here, 80, 20)).isEqualTo(0.8);
        assertThat(judged(here, 96, 4)).isEqualTo(0.8 * 1.1);
        for (int i = 0; i < 5; i++) {
            judged(here, 100, 0);
        }
        assertThat(states.shared(SCOPE).learnt().factor()).isOne();
        assertThat(takes(holding("last", DECLARED), 100)).isEqualTo(100);
    }

    /** The same of a limit that all credentials share. */
    private double judgedAs(int answered, int limited, String... credentials) {
        for (int i = 0; i < answered; i++) {
            here.answered();
        }
        time.go(Duration.ofSeconds(2));
        time.holdAsides();
        for (int i = 0; i < limited; i++) {
            here.limitedAs(credentials[i % credentials.length]);
        }
        time.runAsides();
        here.release();
        return states.shared(SCOPE).learnt().factor();
    }

    @Test
    void a_limit_that_credentials_share_is_lowered_when_several_are_refused_and_found_again_by_probing() {
        holding("first", DECLARED).release();
        assertThat(judgedAs(80, 20, "one", "other")).isEqualTo(0.8);
        assertThat(takes(holding("third", DECLARED), 100)).isEqualTo(80);
        time.go(Duration.ofMinutes(2));
        double factor = 0;
        for (int i = 0; i < 5; i++) {
            double after = judgedAs(100, 0);
            assertThat(after).isBetween(factor, 1.0);
            factor = after;
        }
        assertThat(factor).isOne();
    }

    @Test
    void one_credential_that_is_refused_alone_has_a_limit_of_its_own() {
        holding("first", DECLARED).release();
        assertThat(judgedAs(80, 20, "one")).isOne();
        time.go(Duration.ofSeconds(30));
        assertThat(judgedAs(80, 20, "other")).isEqualTo(0.8); // the two of them, within a minute
        time.go(Duration.ofMinutes(2));
        assertThat(judgedAs(80, 20, "one")).isEqualTo(0.8 * 1.1);
    }

    @Test
    void a_few_answers_teach_nothing() {
        holding("first", DECLARED).release();
        assertThat(judged(here, 3, 6)).isOne();
    }

    @Test
    void a_limit_that_nobody_declared_is_found_kept_to_and_left_when_it_is_raised() {
        Holding open = holding("open", NOTHING);
        Upstream upstream = new Upstream();
        upstream.perSecond = 8;
        run(open, upstream, 60); // finds it
        upstream.forget();
        run(open, upstream, 60);
        assertThat(upstream.answered).isGreaterThan(60 * 8 * 7 / 10);
        assertThat(upstream.limited).isLessThan(60 * 8 * 15 / 100);
        upstream.perSecond = 1_000;
        run(open, upstream, 60); // finds out
        upstream.forget();
        run(open, upstream, 10);
        assertThat(upstream.answered).isEqualTo(10 * 20);
    }

    /** A provider that says 429 above some rate. */
    private static final class Upstream {
        private final java.util.ArrayDeque<Long> latest = new java.util.ArrayDeque<>();
        private int perSecond;
        private int answered;
        private int limited;

        boolean answers(long now) {
            while (!latest.isEmpty() && latest.peek() <= now - 1_000_000) {
                latest.remove();
            }
            boolean answers = latest.size() < perSecond;
            if (answers) {
                latest.add(now);
            }
            answered += answers ? 1 : 0;
            limited += answers ? 0 : 1;
            return answers;
        }

        void forget() {
            answered = 0;
            limited = 0;
        }
    }

    /** Twenty calls a second that do not wait. */
    private void run(Holding holding, Upstream upstream, int seconds) {
        for (int i = 0; i < seconds * 20; i++) {
            if (holding.take(1, 0) instanceof Taken.Units) {
                if (upstream.answers(time.micros())) {
                    holding.answered();
                } else {
                    holding.limited();
                }
            }
            time.go(Duration.ofMillis(50));
        }
    }

    @Test
    void what_an_answer_says_remains_is_obeyed_by_all_within_two_seconds() {
        assertThat(takes(there, 5)).isEqualTo(5);
        assertThat(takes(here, 5)).isEqualTo(5);
        here.stated(0, time.instant().plusSeconds(60));
        long reset = Moment.micros(time.instant().plusSeconds(60));
        time.go(Duration.ofSeconds(2));
        for (Holding each : java.util.List.of(here, there)) {
            assertThat(each.take(1, 0))
                    .isInstanceOfSatisfying(Taken.Refused.class, refused -> assertThat(refused.notBefore())
                            .isBetween(reset - 10_000, reset + 10_000));
        }
        time.go(Duration.ofSeconds(59));
        assertThat(takes(there, 1)).isEqualTo(1);
    }

    @Test
    void it_is_obeyed_by_those_too_who_knew_of_no_limit() {
        Holding openHere = holding("open here", NOTHING);
        Holding openThere = holding("open there", NOTHING);
        takes(openHere, 1);
        takes(openThere, 1);
        openHere.stated(7, time.instant().plusSeconds(60));
        for (int i = 0; i < 100; i++) {
            time.go(Duration.ofMillis(20));
            takes(openThere, 1);
        }
        assertThat(openThere.take(1, 0)).isInstanceOf(Taken.Refused.class);
        assertThat(openHere.take(1, 0)).isInstanceOf(Taken.Refused.class);
    }

    @Test
    void of_two_answers_that_overtook_each_other_the_lower_figure_is_true() {
        here.stated(3, time.instant().plusSeconds(30));
        here.stated(4, time.instant().plusSeconds(30));
        here.release();
        assertThat(states.shared(SCOPE).stated()).singleElement().satisfies(said -> assertThat(said.left())
                .isEqualTo(3));
        there.stated(4, time.instant().plusSeconds(30));
        there.release();
        assertThat(states.shared(SCOPE).stated()).singleElement().satisfies(said -> assertThat(said.left())
                .isEqualTo(3));
    }

    @Test
    void an_answer_that_was_heard_while_the_database_failed_is_told_when_it_is_back() {
        states.fail(FakeStates.Fault.NOT_DONE);
        here.stated(0, time.instant().plusSeconds(60));
        states.fail(FakeStates.Fault.NONE);
        time.go(Duration.ofSeconds(1));
        here.release();
        assertThat(states.shared(SCOPE).stated().stream()
                        .map(Shared.Stated::left)
                        .findFirst())
                .isEqualTo(Optional.of(0L));
    }
}
