package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.CalendarDays;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The units that one instance holds: real threads where it matters, time in our hands. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HoldingTest {

    private static final String SCOPE = "shopify";
    private static final Rules PER_SECOND = rules(100, new LimitWindow.Rolling(Duration.ofSeconds(1)));
    private static final Rules PER_DAY = rules(1_000, new CalendarDays(1, ZoneOffset.UTC));
    private static final String DAY = "1d in Z";

    /** Longer than any lease. */
    private static final Duration LAPSE = Duration.ofMillis(2_600);

    private final FakeTime time = new FakeTime();
    private final FakeStates states = new FakeStates(time);
    private final Holding.Instance instance = states.instance(true);
    private final Holding.Instance other = states.instance(true);

    private static Rules rules(long units, LimitWindow window) {
        return new Rules(List.of(Limit.ofRequests(units, window)), TierShares.STANDARD);
    }

    private static Holding holding(Holding.Instance instance, Rules rules) {
        return new Holding(
                SCOPE, new Member(Tier.CRITICAL, "shop", 1), "i" + System.identityHashCode(instance), rules, instance);
    }

    private Holding holding(Rules rules) {
        return holding(instance, rules);
    }

    private static Lot taken(Holding holding, long cost) {
        return ((Taken.Units) holding.take(cost, 0)).lot();
    }

    private static int takes(Holding holding, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += holding.take(1, 0) instanceof Taken.Units ? 1 : 0;
        }
        return taken;
    }

    private void steadily(Holding holding, int calls, Duration gap) {
        for (int i = 0; i < calls; i++) {
            assertThat(holding.take(1, 0)).isInstanceOf(Taken.Units.class);
            time.go(gap);
        }
    }

    // --- in memory

    @Test
    void units_are_spent_without_a_statement_while_they_last() {
        Holding holding = holding(rules(10_000, new LimitWindow.Rolling(Duration.ofSeconds(10))));
        steadily(holding, 500, Duration.ofMillis(5)); // finds its pace
        int before = states.statements();
        steadily(holding, 1_000, Duration.ofMillis(5));
        // Five seconds of leases that last one: each is renewed a little before its end.
        assertThat(states.statements() - before).isBetween(3, 10);
    }

    @Test
    void what_one_instance_keeps_ready_is_no_more_than_it_needs() {
        Holding holding = holding(rules(10_000, new LimitWindow.Rolling(Duration.ofSeconds(10))));
        steadily(holding, 4_000, Duration.ofNanos(500_000));
        assertThat(states.leased(SCOPE)).isGreaterThan(500);
        steadily(holding, 20, Duration.ofMillis(500)); // it never stands still, but it needs a thousandth
        assertThat(states.leased(SCOPE)).isLessThan(20);
    }

    @Test
    void idle_units_come_back() {
        Holding holding = holding(PER_DAY);
        steadily(holding, 100, Duration.ofMillis(5));
        assertThat(states.leased(SCOPE)).isPositive();
        holding.settleIdle();
        holding.settleIdle();
        assertThat(states.leased(SCOPE)).isZero();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(100);
    }

    // --- in line

    @Test
    void one_that_may_not_wait_is_refused_at_once_and_told_by_which_limit_and_until_when() {
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 150)).isEqualTo(100);
        long start = time.micros();
        int before = states.statements();
        assertThat(holding.take(1, 0)).isInstanceOfSatisfying(Taken.Refused.class, refused -> {
            assertThat(refused.limit()).isEqualTo("100 requests per 1s");
            assertThat(refused.notBefore()).isBetween(start + 10_000, start + 1_300_000);
        });
        assertThat(time.micros()).isEqualTo(start);
        assertThat(states.statements()).isEqualTo(before);
    }

    @Test
    void a_refusal_is_not_believed_once_its_time_is_over() {
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 150)).isEqualTo(100);
        time.go(Duration.ofMillis(1_200));
        assertThat(takes(holding, 150)).isEqualTo(100);
    }

    @Test
    void one_that_waits_is_served_when_the_window_frees() {
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 100)).isEqualTo(100);
        long start = time.micros();
        assertThat(holding.take(1, start + 5_000_000)).isInstanceOf(Taken.Units.class);
        assertThat(time.micros() - start).isBetween(1_000_000L, 1_250_000L);
    }

    @Test
    void one_whose_time_is_too_short_is_refused_without_waiting() {
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 100)).isEqualTo(100);
        long start = time.micros();
        assertThat(holding.take(1, start + 500_000)).isInstanceOf(Taken.Refused.class);
        assertThat(time.micros() - start).isLessThan(250_000);
    }

    @Test
    void those_in_line_are_served_in_turn() throws InterruptedException {
        time.stand();
        Holding holding = holding(rules(1, new LimitWindow.Rolling(Duration.ofSeconds(1))));
        assertThat(takes(holding, 1)).isEqualTo(1);
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int who = i;
            callers.add(Thread.ofVirtual().start(() -> {
                assertThat(holding.take(1, time.micros() + 60_000_000)).isInstanceOf(Taken.Units.class);
                served.add(who);
            }));
            int before = i;
            FakeTime.until(() -> holding.waiting() == before + 1);
        }
        for (int i = 1; i <= 4; i++) {
            int so = i;
            FakeTime.until(() -> {
                time.go(Duration.ofMillis(1));
                return served.size() >= so;
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(served).containsExactly(0, 1, 2, 3);
    }

    @Test
    void nobody_passes_a_line_by_whose_first_needs_much() throws InterruptedException {
        time.stand();
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 50)).isEqualTo(50);
        AtomicReference<Taken> heavy = new AtomicReference<>();
        Thread first = Thread.ofVirtual().start(() -> heavy.set(holding.take(100, time.micros() + 60_000_000)));
        FakeTime.until(() -> holding.waiting() == 1 && states.statements() > 1);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger passedBy = new AtomicInteger();
        Thread others = Thread.ofVirtual().start(() -> {
            while (heavy.get() == null) {
                boolean served = holding.take(1, 0) instanceof Taken.Units;
                refused.addAndGet(served ? 0 : 1);
                passedBy.addAndGet(served && holding.waiting() > 0 ? 1 : 0);
                LockSupport.parkNanos(1_000);
            }
        });
        FakeTime.until(() -> {
            time.go(Duration.ofMillis(1));
            return !others.isAlive();
        });
        first.join();
        assertThat(heavy.get()).isInstanceOf(Taken.Units.class);
        assertThat(refused.get()).isPositive();
        assertThat(passedBy.get()).isZero();
    }

    @Test
    void one_call_may_need_the_whole_limit_though_some_of_it_is_held_here() {
        Holding holding = holding(PER_SECOND);
        steadily(holding, 20, Duration.ofMillis(20));
        assertThat(states.leased(SCOPE)).isPositive();
        assertThat(holding.take(100, time.micros() + 4_000_000)).isInstanceOf(Taken.Units.class);
    }

    @Test
    void units_that_come_back_are_there_for_the_next() {
        Holding holding = holding(PER_DAY);
        Lot lot = taken(holding, 1_000);
        assertThat(holding.take(1, 0)).isInstanceOf(Taken.Refused.class);
        holding.correct(lot, -1_000);
        holding.settleIdle();
        time.go(Duration.ofSeconds(2));
        assertThat(holding.take(1_000, 0)).isInstanceOf(Taken.Units.class);
    }

    // --- exact

    @Test
    void what_comes_back_before_it_was_told_was_never_taken() {
        Holding holding = holding(PER_DAY);
        Lot lot = taken(holding, 10);
        holding.correct(lot, -4);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(6);
    }

    @Test
    void late_corrections_are_exact_up_and_down() {
        Holding holding = holding(PER_DAY);
        Lot first = taken(holding, 10);
        holding.release();
        Lot second = taken(holding, 20);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(30);
        holding.correct(first, 5);
        holding.correct(second, -19);
        holding.settleIdle();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(16);
    }

    @Test
    void a_call_that_costs_more_than_all_that_is_left_is_counted_in_full() {
        Holding holding = holding(PER_DAY);
        Lot lot = taken(holding, 10);
        holding.correct(lot, 2_000);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(2_010);
    }

    @Test
    void what_comes_back_after_its_window_gives_nobody_anything() {
        Holding holding = holding(PER_SECOND);
        Lot old = taken(holding, 90);
        holding.release();
        time.go(Duration.ofSeconds(2));
        assertThat(takes(holding, 200)).isEqualTo(100);
        holding.correct(old, -90);
        holding.settleIdle();
        time.go(Duration.ofMillis(300));
        assertThat(takes(holding, 200)).isZero();
    }

    @Test
    void yesterdays_refund_is_not_todays() {
        Holding holding = holding(PER_DAY);
        Lot yesterday = taken(holding, 900);
        holding.release();
        time.go(Duration.ofDays(1));
        Lot today = taken(holding, 1_000);
        holding.correct(yesterday, -900);
        holding.settleIdle();
        time.go(LAPSE);
        assertThat(holding.take(1, 0)).isInstanceOf(Taken.Refused.class);
        holding.correct(today, -1);
        holding.settleIdle();
        time.go(LAPSE);
        assertThat(holding.take(1, 0)).isInstanceOf(Taken.Units.class);
    }

    @Test
    void what_was_spent_before_midnight_and_told_after_it_is_yesterdays() {
        time.goTo(Moment.micros(
                        new CalendarDays(1, ZoneOffset.UTC).at(time.instant()).end())
                - 1_000_000);
        Holding holding = holding(PER_DAY);
        Lot lot = taken(holding, 700);
        time.go(Duration.ofSeconds(2));
        assertThat(states.leased(SCOPE)).isEqualTo(700);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isZero();
        holding.correct(lot, -700);
        assertThat(takes(holding, 1_200)).isEqualTo(1_000);
    }

    @Test
    void a_lease_that_lapsed_while_its_instance_lived_costs_what_was_spent_of_it() {
        Holding holding = holding(PER_DAY);
        steadily(holding, 40, Duration.ofMillis(5));
        assertThat(states.leased(SCOPE)).isPositive();
        time.go(LAPSE);
        Holding another = holding(other, PER_DAY);
        assertThat(takes(another, 1)).isEqualTo(1); // the fleet takes the lapsed lease for spent
        assertThat(states.counted(SCOPE, DAY)).isGreaterThan(41);
        holding.release();
        another.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(41);
    }

    @Test
    void giving_back_twice_gains_nothing() {
        Holding holding = holding(PER_DAY);
        Lot lot = taken(holding, 10);
        holding.correct(lot, -10);
        holding.correct(lot, -10);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isZero();
        assertThat(takes(holding, 2_000)).isEqualTo(1_000);
    }

    @Test
    void what_was_taken_while_nothing_limited_comes_back_to_nobody() {
        Holding holding = holding(new Rules(List.of(), TierShares.STANDARD));
        Lot lot = taken(holding, 50);
        holding.obey(PER_DAY, new Member(Tier.CRITICAL, "shop", 1));
        assertThat(takes(holding, 1_000)).isEqualTo(1_000);
        holding.correct(lot, -50);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(1_000);
    }

    @Test
    void an_instance_that_ends_gives_all_back_though_another_thread_is_just_asking() throws InterruptedException {
        time.stand();
        Holding holding = holding(rules(10, new CalendarDays(1, ZoneOffset.UTC)));
        Lot lot = taken(holding, 10);
        Thread waiter = Thread.ofVirtual().start(() -> holding.take(1, Long.MAX_VALUE / 8));
        FakeTime.until(() -> holding.waiting() == 1);
        holding.correct(lot, -7);
        Thread release = Thread.ofVirtual().start(holding::release);
        FakeTime.until(() -> {
            time.go(Duration.ofMillis(50));
            return !release.isAlive();
        });
        waiter.join();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(4);
    }

    // --- a database that fails

    @Test
    void a_failing_database_admits_nothing_and_loses_nothing() {
        Holding holding = holding(PER_DAY);
        takes(holding, 100);
        holding.release();
        for (FakeStates.Fault fault :
                List.of(FakeStates.Fault.NOT_DONE, FakeStates.Fault.DONE_BUT_UNHEARD, FakeStates.Fault.NOT_DONE)) {
            Lot lot = taken(holding, 10);
            holding.correct(lot, -3);
            states.fail(fault);
            assertThat(holding.take(1_000, 0)).isInstanceOf(Taken.Unknown.class);
            assertThat(holding.take(1_000, 0)).isInstanceOf(Taken.Unknown.class);
            states.fail(FakeStates.Fault.NONE);
            holding.correct(lot, 1);
            holding.release();
        }
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(100 + 3 * 8);
    }

    @Test
    void those_in_line_hear_that_the_database_fails() throws InterruptedException {
        time.stand();
        Holding holding = holding(PER_SECOND);
        takes(holding, 100);
        List<Taken> answers = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(Thread.ofVirtual().start(() -> answers.add(holding.take(1, time.micros() + 60_000_000))));
        }
        FakeTime.until(() -> holding.waiting() == callers.size());
        states.fail(FakeStates.Fault.NOT_DONE);
        FakeTime.until(() -> {
            time.go(Duration.ofMillis(10));
            return answers.size() == 8;
        });
        assertThat(answers).allMatch(answer -> answer instanceof Taken.Unknown);
        states.fail(FakeStates.Fault.NONE);
        time.go(Duration.ofSeconds(2));
        assertThat(takes(holding, 200)).isEqualTo(100);
    }

    @Test
    void an_error_is_its_leaders_and_keeps_nobody_in_line() {
        time.stand();
        Holding holding = holding(PER_SECOND);
        takes(holding, 100);
        List<Taken> answers = new CopyOnWriteArrayList<>();
        List<Error> thrown = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    answers.add(holding.take(1, time.micros() + 60_000_000));
                } catch (OutOfMemoryError mine) {
                    thrown.add(mine);
                }
            });
        }
        FakeTime.until(() -> holding.waiting() == 8);
        states.fail(FakeStates.Fault.NO_MEMORY);
        FakeTime.until(() -> {
            time.go(Duration.ofMillis(10));
            return answers.size() + thrown.size() == 8;
        });
        assertThat(thrown).hasSize(1);
        assertThat(answers).allMatch(answer -> answer instanceof Taken.Unknown);
        states.fail(FakeStates.Fault.NONE);
        time.go(Duration.ofSeconds(2));
        assertThat(takes(holding, 200)).isEqualTo(100);
    }

    @Test
    void nobody_waits_for_a_leader_that_could_not_begin() {
        Holding holding = holding(
                new Holding.Instance(instance.states(), instance.clock(), threadless(), instance.config()), PER_SECOND);
        assertThatThrownBy(holding::limited).isInstanceOf(OutOfMemoryError.class);
        assertThat(takes(holding, 1)).isEqualTo(1);
    }

    private Waiting threadless() {
        return new Waiting() {
            @Override
            public void during(Duration time) {
                instance.waiting().during(time);
            }

            @Override
            public void aside(Runnable work) {
                throw new OutOfMemoryError("no thread is to be had");
            }
        };
    }

    @Test
    void a_database_that_is_slower_than_a_lease_is_long_still_admits() {
        Holding holding = holding(rules(5, new LimitWindow.Rolling(Duration.ofMillis(100))));
        states.takes(Duration.ofMillis(60));
        assertThat(takes(holding, 1)).isEqualTo(1);
    }

    // --- clocks

    @Test
    void a_clock_that_was_put_back_makes_no_old_lease_valid_again() {
        Holding holding = holding(PER_DAY);
        steadily(holding, 100, Duration.ofMillis(5));
        assertThat(states.leased(SCOPE)).isPositive();
        time.go(LAPSE);
        states.setClock(Duration.ofSeconds(-4));
        assertThat(holding(instance, rules(10, new LimitWindow.Rolling(Duration.ofHours(1))))
                        .take(1, 0))
                .isInstanceOf(Taken.Units.class); // hears of the clock
        int before = states.statements();
        assertThat(holding.take(1, 0)).isInstanceOf(Taken.Units.class);
        assertThat(states.statements()).isGreaterThan(before);
    }

    @Test
    void a_clock_that_stepped_past_a_days_end_and_back_gives_nobody_the_day_again() {
        for (Duration step : List.of(Duration.ofDays(1), Duration.ofDays(40), Duration.ofDays(9_000))) {
            states.lose(SCOPE);
            Holding.Instance one = states.instance(true);
            assertThat(takes(holding(one, PER_DAY), 1_100)).isEqualTo(1_000);
            states.setClock(step);
            Holding there = holding(states.instance(true), PER_DAY);
            assertThat(takes(there, 10)).isEqualTo(10);
            there.release();
            states.setClock(step.negated());
            assertThat(takes(holding(states.instance(true), PER_DAY), 1_100)).isZero();
            time.go(LAPSE);
            assertThat(takes(holding(states.instance(true), PER_DAY), 1_100)).isZero();
        }
    }

    @Test
    void a_limit_that_only_others_know_outlives_a_clock_that_stepped_and_back() {
        Holding daily = holding(PER_DAY);
        assertThat(takes(daily, 1_100)).isEqualTo(1_000);
        daily.release();
        states.setClock(Duration.ofHours(20));
        takes(holding(states.instance(true), PER_SECOND), 1); // has read another document
        states.setClock(Duration.ofHours(-20));
        assertThat(takes(holding(states.instance(true), PER_DAY), 1)).isZero();
    }

    @Test
    void of_days_that_are_over_only_the_last_few_are_kept() {
        Holding holding = holding(PER_DAY);
        for (int day = 0; day < 9; day++) {
            takes(holding, 5);
            time.go(Duration.ofDays(1));
        }
        assertThat(states.shared(SCOPE).usage().get(DAY)).hasSizeLessThan(6);
    }

    @Test
    void a_clock_that_was_put_back_is_noticed_even_when_this_machines_clock_was_put_back_with_it() {
        FleetClock clock = new FleetClock(time.clock(), time.ticker());
        clock.read(clock.asked(), time.instant());
        time.go(Duration.ofSeconds(8));
        time.setWall(Duration.ofSeconds(-7));
        clock.read(clock.asked(), time.instant().minusSeconds(7));
        assertThat(clock.timesPutBack()).isEqualTo(1);
    }

    @Test
    void a_frozen_process_spends_nothing_of_a_lease_that_lapsed_meanwhile() {
        Holding holding = holding(PER_DAY);
        steadily(holding, 100, Duration.ofMillis(5));
        time.freeze(Duration.ofMinutes(5));
        int before = states.statements();
        assertThat(holding.take(1, 0)).isInstanceOf(Taken.Units.class);
        assertThat(states.statements()).isGreaterThan(before);
        holding.release();
        assertThat(states.counted(SCOPE, DAY)).isEqualTo(101);
    }

    @Test
    void a_process_that_is_frozen_while_a_statement_is_on_its_way_does_not_take_its_answer_for_new() {
        FleetClock clock = new FleetClock(time.clock(), time.ticker());
        FleetClock.Shown asked = clock.asked();
        var answered = time.instant();
        time.freeze(Duration.ofMinutes(5));
        clock.read(asked, answered);
        assertThat(clock.now().latestMicros()).isGreaterThanOrEqualTo(time.micros());
        assertThat(clock.now().earliestMicros()).isLessThanOrEqualTo(time.micros());
    }

    @Test
    void a_frozen_process_does_not_take_what_it_used_long_ago_for_used_now() {
        Holding holding = holding(PER_SECOND);
        assertThat(takes(holding, 200)).isEqualTo(100);
        time.freeze(Duration.ofMinutes(5));
        assertThat(takes(holding, 200)).isEqualTo(100);
    }
}
