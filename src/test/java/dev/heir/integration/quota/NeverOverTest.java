package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.CalendarDays;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.LimitWindow.Interval;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any interleaving of requests, crashes, returns and clocks that step, no window holds more than its limit. */
class NeverOverTest {

    private static final Limit PER_SECOND = Limit.ofRequests(20, new LimitWindow.Rolling(Duration.ofSeconds(1)));
    private static final Limit PER_MINUTE = Limit.ofRequests(150, new LimitWindow.Rolling(Duration.ofMinutes(1)));
    private static final CalendarDays DAY = new CalendarDays(1, ZoneId.of("Europe/Berlin"));
    private static final Limit PER_DAY = Limit.ofRequests(400, DAY);
    private static final long HOUR = 3_600 * World.SECOND;

    /** What happens next, and how much time goes by before. */
    record Step(int who, int what, int amount, long micros) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> micros = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.longs().between(0, 30_000)),
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(30_000, 1_500_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1_500_000, 90_000_000)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 19),
                        Arbitraries.integers().between(1, 40),
                        micros)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(400);
    }

    @Property(tries = 200)
    void no_stretch_of_a_rolling_window_holds_more_than_its_limit(@ForAll("steps") List<Step> steps) {
        World world = play(steps, List.of(PER_SECOND, PER_MINUTE));
        assertThat(world.densest(World.SECOND)).isLessThanOrEqualTo(20);
        assertThat(world.densest(60 * World.SECOND)).isLessThanOrEqualTo(150);
    }

    @Property(tries = 60)
    void no_calendar_day_holds_more_than_its_limit(@ForAll("steps") List<Step> steps) {
        // Begins shortly before midnight in Berlin, so that many runs cross it.
        World world = new World(new Rules(List.of(PER_DAY), TierShares.STANDARD));
        world.time = Moment.micros(DAY.at(Moment.instant(world.time)).end()) - 5 * World.SECOND;
        play(steps.stream().filter(step -> step.what() != 19).toList(), world);
        for (World.Admitted admitted : world.admissions) {
            Interval day = DAY.at(Moment.instant(admitted.at()));
            assertThat(world.admitted(Moment.micros(day.start()), Moment.micros(day.end())))
                    .isLessThanOrEqualTo(400);
        }
    }

    @Property(tries = 100)
    void a_clock_that_steps_forward_and_back_grants_no_calendar_day_again(@ForAll("steps") List<Step> steps) {
        World world = new World(new Rules(List.of(PER_DAY), TierShares.STANDARD));
        // In the morning, and no run is longer than that day.
        world.time = Moment.micros(DAY.at(Moment.instant(world.time)).start()) + 8 * HOUR;
        List<Player> players = new ArrayList<>();
        int born = 0;
        while (born < 6) {
            players.add(player(world, born, born++));
        }
        for (Step step : steps) {
            world.time += step.micros();
            Player player = players.get(step.who());
            switch (step.what()) {
                case 16 -> player.giveBackAll();
                case 17 -> players.set(step.who(), player(world, step.who(), born++));
                case 18 -> world.databaseOff = 6 * HOUR * step.amount();
                case 11, 12, 13, 14, 19 -> world.databaseOff = 0;
                case 15 -> player.refund(step.amount());
                default -> player.call(step.amount(), 1);
            }
        }
        assertThat(world.admissions.stream()
                        .filter(World.Admitted::rightly)
                        .mapToLong(World.Admitted::units)
                        .sum())
                .isLessThanOrEqualTo(400);
    }

    private static World play(List<Step> steps, List<Limit> limits) {
        return play(steps, new World(new Rules(limits, TierShares.STANDARD)));
    }

    private static World play(List<Step> steps, World world) {
        List<Player> players = new ArrayList<>();
        int born = 0;
        while (born < 6) {
            players.add(player(world, born, born++));
        }
        for (Step step : steps) {
            world.time += step.micros();
            Player player = players.get(step.who());
            switch (step.what()) {
                case 16 -> player.giveBackAll();
                case 17 -> players.set(step.who(), player(world, step.who(), born++)); // killed, and a new one
                case 18 -> player.ask(step.amount(), 1);
                case 19 -> world.databaseOff -= step.amount() * 50_000L;
                case 15 -> player.refund(step.amount());
                default -> player.call(step.amount(), 1);
            }
        }
        return world;
    }

    private static Player player(World world, int who, int name) {
        Tier tier = List.of(Tier.values()).get(who % 3);
        return new Player(world, new Member(tier, "project-" + who % 4, 1 + who), "instance-" + name);
    }
}
