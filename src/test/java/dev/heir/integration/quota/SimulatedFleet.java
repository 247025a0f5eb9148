package dev.heir.integration.quota;

import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Function instances as Lambda runs them, each with the product's own {@link Quota}: one request at a time, frozen in
 * between, killed without notice, begun when all others are busy. A caller that is refused comes back when it was told
 * to, for as long as its deadline allows; its instance is busy meanwhile.
 */
final class SimulatedFleet {

    /** How long an admitted call takes, and how long one waits at most to be admitted. */
    private static final long SLOWEST_CALL = 12 * SimulatedTime.SECOND;

    private static final long DEADLINE = 3 * SimulatedTime.SECOND;

    final SimulatedTime time = new SimulatedTime();
    final SimulatedPostgres postgres = new SimulatedPostgres(time);
    final List<SimulatedProvider> providers = new ArrayList<>();
    long asked;
    long admitted;
    long gaveUp;
    long killed;
    long born;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Instance> idle = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final double[] popular;
    private final LongFunction<Phase> phases;
    private long order;

    /**
     * What is asked for at a time.
     *
     * @param perSecond calls
     * @param tiers that ask, each as much as the other
     */
    record Phase(double perSecond, List<Tier> tiers) {}

    private record Event(long at, long order, Runnable what) {}

    private record Call(SimulatedProvider of, Tier tier, long deadline) {}

    private final class Instance {
        final SimulatedTime.Frozen process = time.new Frozen();
        final Quota quota;
        boolean dead;

        Instance() {
            born++;
            FleetClock clock = process.clock();
            quota = new Quota(
                    postgres.states(clock), clock, new NobodyWaits(), FakeStates.config(false), process.wall());
        }
    }

    private static final class NobodyWaits implements Waiting {
        @Override
        public void during(Duration time) {
            throw new IllegalStateException("callers come back instead");
        }

        @Override
        public void aside(Runnable work) {
            work.run();
        }
    }

    /**
     * @param popularity of each provider, in the order of the providers
     * @param phases what is asked for so long after the beginning
     */
    SimulatedFleet(int instances, List<Double> popularity, LongFunction<Phase> phases) {
        this.phases = phases;
        this.popular = new double[popularity.size()];
        double sum = 0;
        for (int i = 0; i < popular.length; i++) {
            sum += popularity.get(i);
            popular[i] = sum;
        }
        for (int i = 0; i < instances; i++) {
            idle.add(new Instance());
        }
    }

    private void at(long when, Runnable what) {
        events.add(new Event(when, order++, what));
    }

    /** @param deaths a second */
    void run(long seconds, double deaths) {
        long begin = time.micros();
        long end = begin + seconds * SimulatedTime.SECOND;
        at(begin, () -> arrive(begin, begin));
        for (long second = 0; second < seconds; second++) {
            at(begin + second * SimulatedTime.SECOND, () -> kill(deaths));
        }
        for (Event next = events.poll(); next != null && next.at() < end; next = events.poll()) {
            time.begin(next.at());
            next.what().run();
        }
    }

    private void arrive(long begin, long now) {
        Phase phase = phases.apply(now - begin);
        double pick = random.nextDouble() * popular[popular.length - 1];
        int found = Arrays.binarySearch(popular, pick);
        SimulatedProvider of = providers.get(found < 0 ? -found - 1 : found);
        Tier tier = phase.tiers().get(random.nextInt(phase.tiers().size()));
        asked++;
        Instance instance = idle.isEmpty() ? new Instance() : takeIdle(random.nextInt(idle.size()));
        instance.process.thaw();
        call(instance, new Call(of, tier, time.micros() + DEADLINE));
        double gap = -Math.log(1 - random.nextDouble()) / phase.perSecond();
        long next = now + Math.max(1, (long) (gap * SimulatedTime.SECOND));
        at(next, () -> arrive(begin, next));
    }

    private Instance takeIdle(int which) {
        Instance last = idle.removeLast();
        return which == idle.size() ? last : idle.set(which, last);
    }

    private void call(Instance instance, Call call) {
        Provider provider = call.of().provider;
        Claimant claimant = new Claimant(
                new Project("shop", call.tier(), Optional.empty()),
                call.tier(),
                provider,
                Objects.requireNonNull(provider.operations().get("get")),
                Optional.empty());
        switch (instance.quota.admit(claimant, Instant.EPOCH)) {
            case Decision.Admitted(Permit permit) -> {
                admitted++;
                permit.answered(false);
                call.of().admitted(call.tier(), time.micros());
                at(time.micros() + random.nextLong(SLOWEST_CALL), () -> end(instance));
            }
            case Decision.Refused(String limit, boolean money, Instant notBefore, Instant _, Optional<Remaining> _) -> {
                long again = Math.max(Moment.micros(notBefore), time.micros() + 1);
                if (again < call.deadline()) {
                    at(again, () -> again(instance, call));
                } else {
                    gaveUp++;
                    end(instance);
                }
            }
        }
    }

    private void again(Instance instance, Call call) {
        if (!instance.dead) {
            call(instance, call);
        }
    }

    private void end(Instance instance) {
        if (!instance.dead) {
            instance.process.freeze();
            idle.add(instance);
        }
    }

    /** Frozen ones: their leases are nobody's from now on. */
    private void kill(double deaths) {
        for (int i = 0; i < deaths && !idle.isEmpty(); i++) {
            takeIdle(random.nextInt(idle.size())).dead = true;
            killed++;
        }
    }
}
