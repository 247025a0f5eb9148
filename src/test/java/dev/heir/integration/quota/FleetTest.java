package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.CalendarDays;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Real holdings of several processes, and whatever may happen to them: freezes, deaths, statements that fail before or
 * after they took effect, answers that are lost, a clock that is put back, refunds as late as you like.
 */
class FleetTest {

    private static final CalendarDays DAY = new CalendarDays(1, ZoneOffset.UTC);
    private static final String SCOPE = "budget:project:shop:EUR";
    private static final int PROCESSES = 4;

    /** What happens next to which process, after some time. */
    record Step(int who, What what, int amount, long micros) {}

    enum What {
        CALL,
        WAIT,
        SETTLE,
        FREEZE,
        IDLE,
        DIE,
        PUT_BACK,
        FAIL,
        LOSE_ANSWER
    }

    /** A request that was admitted, what was taken for it and what it costs. */
    private static final class Call {
        private final long at;
        private final Lot lot;
        private final int who;
        private long cost;

        Call(long at, int who, Lot lot, long cost) {
            this.at = at;
            this.who = who;
            this.lot = lot;
            this.cost = cost;
        }
    }

    /** A fleet on one scope, and what it admitted. */
    private static final class Fleet {
        final FakeTime time = new FakeTime();
        final FakeStates states = new FakeStates(time);
        final List<Call> calls = new ArrayList<>();
        private final Rules rules;
        private boolean mayCostMore;
        private final List<FakeTime> clocks = new ArrayList<>();
        private final List<Holding> holdings = new ArrayList<>();
        private final long[] frozenSince = new long[PROCESSES];
        private int born;

        Fleet(Limit... limits) {
            rules = new Rules(List.of(limits), TierShares.STANDARD);
            states.takes(Duration.ofMillis(2));
            for (int i = 0; i < PROCESSES; i++) {
                clocks.add(time.another());
                holdings.add(born(i));
            }
        }

        private Holding born(int who) {
            Member member = new Member(List.of(Tier.values()).get(who % 3), "shop", 1);
            return new Holding(SCOPE, member, "process-" + born++, rules, states.instance(clocks.get(who), who != 3));
        }

        void play(List<Step> steps) {
            for (Step step : steps) {
                time.go(Duration.ofNanos(step.micros() * 1000));
                if (step.what() != What.FREEZE) {
                    thaw(step.who());
                }
                play(step);
                states.fail(
                        step.what() == What.FAIL
                                ? FakeStates.Fault.NOT_DONE
                                : step.what() == What.LOSE_ANSWER
                                        ? FakeStates.Fault.DONE_BUT_UNHEARD
                                        : FakeStates.Fault.NONE);
            }
        }

        private void thaw(int who) {
            if (frozenSince[who] > 0) {
                clocks.get(who).thawAfter(Duration.ofNanos((time.micros() - frozenSince[who]) * 1000));
                frozenSince[who] = 0;
            }
        }

        private void play(Step step) {
            int who = step.who();
            switch (step.what()) {
                case CALL -> {
                    for (int i = 0; i < step.amount(); i++) {
                        call(who, 1 + i % 3, 0);
                    }
                }
                case WAIT -> call(who, step.amount() % 20 + 1, time.micros() + 3_000_000);
                case SETTLE -> settle(step.amount());
                case FREEZE -> frozenSince[who] = frozenSince[who] > 0 ? frozenSince[who] : time.micros();
                case IDLE -> quietly(holdings.get(who)::settleIdle);
                case DIE -> {
                    holdings.set(who, born(who));
                }
                case PUT_BACK -> states.setClock(Duration.ofMillis(-step.amount() * 50L));
                case FAIL, LOSE_ANSWER -> {}
            }
        }

        private void call(int who, long cost, long waitsUntil) {
            if (holdings.get(who).take(cost, waitsUntil) instanceof Taken.Units(Lot lot)) {
                calls.add(new Call(time.micros(), who, lot, cost));
            }
        }

        /** The price of some call turns out to be another, or nothing at all. */
        private void settle(int which) {
            if (!calls.isEmpty()) {
                Call call = calls.get(which % calls.size());
                if (frozenSince[call.who] == 0) {
                    long price = which % 4 == 0 ? 0 : mayCostMore ? which % 5 : Math.min(call.cost, which % 3);
                    holdings.get(call.who).correct(call.lot, price - call.cost);
                    call.cost = price;
                }
            }
        }

        /** Everybody tells all. */
        void end() {
            states.fail(FakeStates.Fault.NONE);
            for (int who = 0; who < PROCESSES; who++) {
                thaw(who);
                holdings.get(who).release();
            }
        }

        private static void quietly(Runnable work) {
            try {
                work.run();
            } catch (IllegalStateException failed) {
                assertThat(failed).hasMessageContaining("the database");
            }
        }

        long spentSince(long start) {
            return calls.stream()
                    .filter(call -> call.at >= start)
                    .mapToLong(call -> call.cost)
                    .sum();
        }

        long densest(long length) {
            long most = 0;
            for (Call first : calls) {
                long held = calls.stream()
                        .filter(call -> call.at >= first.at && call.at < first.at + length)
                        .mapToLong(call -> call.cost)
                        .sum();
                most = Math.max(most, held);
            }
            return most;
        }
    }

    private static Arbitrary<List<Step>> steps(What... happening) {
        Arbitrary<Long> micros = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 30_000)),
                Tuple.of(3, Arbitraries.longs().between(30_000, 1_500_000)),
                Tuple.of(1, Arbitraries.longs().between(1_500_000, 6_000_000)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, PROCESSES - 1),
                        Arbitraries.of(happening),
                        Arbitraries.integers().between(1, 40),
                        micros)
                .as(Step::new)
                .list()
                .ofMinSize(30)
                .ofMaxSize(250);
    }

    @Provide
    Arbitrary<List<Step>> anything() {
        return steps(
                What.CALL,
                What.CALL,
                What.CALL,
                What.CALL,
                What.CALL,
                What.WAIT,
                What.WAIT,
                What.SETTLE,
                What.FREEZE,
                What.IDLE,
                What.DIE,
                What.PUT_BACK,
                What.FAIL,
                What.LOSE_ANSWER);
    }

    @Provide
    Arbitrary<List<Step>> anythingThatIsHeardOf() {
        return steps(
                What.CALL,
                What.CALL,
                What.CALL,
                What.WAIT,
                What.SETTLE,
                What.SETTLE,
                What.FREEZE,
                What.IDLE,
                What.FAIL);
    }

    @Provide
    Arbitrary<List<Step>> anythingButDeath() {
        return steps(
                What.CALL,
                What.CALL,
                What.CALL,
                What.WAIT,
                What.SETTLE,
                What.SETTLE,
                What.FREEZE,
                What.IDLE,
                What.FAIL,
                What.LOSE_ANSWER);
    }

    @Property(tries = 100)
    void no_stretch_of_a_window_holds_more_than_its_limit(@ForAll("anything") List<Step> steps) {
        Fleet fleet = new Fleet(
                Limit.ofRequests(20, new LimitWindow.Rolling(Duration.ofSeconds(1))),
                Limit.ofRequests(60, new LimitWindow.Rolling(Duration.ofSeconds(10))));
        fleet.play(steps.stream()
                .map(step -> step.what() == What.SETTLE ? new Step(step.who(), What.CALL, 1, step.micros()) : step)
                .toList());
        assertThat(fleet.densest(1_000_000)).isLessThanOrEqualTo(20);
        assertThat(fleet.densest(10_000_000)).isLessThanOrEqualTo(60);
    }

    @Property(tries = 100)
    void what_comes_back_of_a_rolling_window_is_granted_once(@ForAll("anything") List<Step> steps) {
        Fleet fleet = new Fleet(Limit.ofRequests(60, new LimitWindow.Rolling(Duration.ofSeconds(10))));
        fleet.play(steps);
        assertThat(fleet.densest(10_000_000)).isLessThanOrEqualTo(60);
    }

    @Property(tries = 100)
    void a_budget_is_spent_to_the_last_digit_by_whoever_lives(@ForAll("anythingThatIsHeardOf") List<Step> steps) {
        Fleet fleet = new Fleet(Limit.ofRequests(400, DAY));
        fleet.mayCostMore = true;
        // Begins shortly before midnight, so that many runs cross it.
        long midnight = Moment.micros(DAY.at(fleet.time.instant()).end());
        fleet.time.goTo(midnight - 5_000_000);
        fleet.play(steps);
        fleet.end();
        long today = Moment.micros(DAY.at(fleet.time.instant()).start());
        assertThat(fleet.states.counted(SCOPE, "1d in Z")).isEqualTo(fleet.spentSince(today));
    }

    @Property(tries = 100)
    void a_budget_never_counts_less_than_was_spent_though_answers_get_lost(
            @ForAll("anythingButDeath") List<Step> steps) {
        Fleet fleet = new Fleet(Limit.ofRequests(400, DAY));
        fleet.play(steps);
        fleet.end();
        assertThat(fleet.states.counted(SCOPE, "1d in Z")).isGreaterThanOrEqualTo(fleet.spentSince(0));
        assertThat(fleet.spentSince(0)).isLessThanOrEqualTo(400);
    }
}
