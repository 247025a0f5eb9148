package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How tiers and projects share one limit, over simulated time. */
class SharesTest {

    private static final long WINDOW = 10 * World.SECOND;
    private static final long STEP = 20_000;

    private final World world = new World(new Rules(
            List.of(Limit.ofRequests(1_000, new LimitWindow.Rolling(Duration.ofSeconds(10)))), TierShares.STANDARD));
    private final Player critical = player(Tier.CRITICAL, "shop", 1);
    private final Player important = player(Tier.IMPORTANT, "shop", 1);
    private final Player niceToHave = player(Tier.NICE_TO_HAVE, "shop", 1);

    @Test
    void a_lone_caller_of_any_tier_gets_all_of_it() {
        long start = world.time;
        run(4 * WINDOW, niceToHave);
        assertThat(world.densest(WINDOW)).isEqualTo(1_000);
        // Use is counted a little too long: two hundredths for the grid and the way.
        assertThat(world.admitted(start, world.time)).isGreaterThan(3_800);
    }

    @Test
    void under_full_demand_the_tiers_get_their_shares() {
        run(2 * WINDOW, critical, important, niceToHave);
        long start = world.time;
        run(4 * WINDOW, critical, important, niceToHave);
        assertShares(start, 60, 30, 10);
    }

    @Test
    void an_idle_share_is_lent_by_weight() {
        run(2 * WINDOW, important, niceToHave);
        long start = world.time;
        run(4 * WINDOW, important, niceToHave);
        assertShares(start, 0, 75, 25);
    }

    @Test
    void a_lent_share_is_taken_back_within_one_refill() {
        run(3 * WINDOW, niceToHave);
        run(WINDOW, critical, niceToHave); // the refill
        long start = world.time;
        run(WINDOW, critical, niceToHave);
        assertShares(start, 100 * 60 / 70.0, 0, 100 * 10 / 70.0);
    }

    @Test
    void a_steady_critical_caller_below_its_share_is_never_refused() {
        run(2 * WINDOW, niceToHave);
        int asked = 0;
        int refused = 0;
        for (long end = world.time + 4 * WINDOW, warm = world.time + WINDOW * 9 / 8;
                world.time < end;
                world.time += STEP) {
            niceToHave.call(30, 1);
            if (world.time % (2 * STEP) < STEP) {
                boolean counts = world.time >= warm;
                asked += counts ? 1 : 0;
                refused += critical.call(1, 1) == 0 && counts ? 1 : 0; // a quarter of the limit
            }
        }
        assertThat(asked).isGreaterThan(500);
        assertThat(refused).isZero();
    }

    @Test
    void projects_of_a_tier_share_by_their_weights() {
        Player heavy = player(Tier.IMPORTANT, "heavy", 3);
        run(2 * WINDOW, important, heavy);
        long start = world.time;
        run(4 * WINDOW, important, heavy);
        long both = world.admitted(start, world.time);
        assertThat(100.0 * world.admitted(heavy.member.key(), start, world.time) / both)
                .isCloseTo(75, within(5.0));
    }

    @Test
    void nobody_starves_even_with_calls_that_weigh_more_than_their_tiers_share() {
        run(2 * WINDOW, critical, important);
        long start = world.time;
        for (long end = start + 6 * WINDOW; world.time < end; world.time += STEP) {
            critical.call(30, 1);
            important.call(30, 1);
            niceToHave.call(1, 150);
        }
        assertThat(world.admitted(niceToHave.member.key(), start, world.time)).isGreaterThanOrEqualTo(300);
    }

    @Test
    void paced_lending_keeps_a_late_tiers_share_of_the_rest_of_the_day() {
        var paced = new TierShares(60, 30, 10, TierShares.Lend.PACED, TierShares.Reallocate.PROPOSE);
        var day = new dev.heir.integration.provider.CalendarDays(1, java.time.ZoneOffset.UTC);
        World slow = new World(new Rules(List.of(Limit.ofRequests(1_000, day)), paced));
        slow.time = Moment.micros(day.at(Moment.instant(slow.time)).start()) + 12 * 3600 * World.SECOND;
        Player greedy = new Player(slow, new Member(Tier.NICE_TO_HAVE, "shop", 1), "greedy");
        Player late = new Player(slow, new Member(Tier.CRITICAL, "shop", 1), "late");
        assertThat(greedy.call(2_000, 1)).isBetween(500, 560);
        slow.time += World.SECOND;
        assertThat(late.call(2_000, 1)).isGreaterThan(290);
    }

    private Player player(Tier tier, String project, int weight) {
        return new Player(world, new Member(tier, project, weight), "one");
    }

    private void run(long time, Player... players) {
        for (long end = world.time + time; world.time < end; world.time += STEP) {
            for (Player player : players) {
                player.call(30, 1);
            }
        }
    }

    private void assertShares(long start, double ofCritical, double ofImportant, double ofNiceToHave) {
        double all = world.admitted(start, world.time) / 100.0;
        assertThat(world.admitted(critical.member.key(), start, world.time) / all)
                .isCloseTo(ofCritical, within(3.0));
        assertThat(world.admitted(important.member.key(), start, world.time) / all)
                .isCloseTo(ofImportant, within(3.0));
        assertThat(world.admitted(niceToHave.member.key(), start, world.time) / all)
                .isCloseTo(ofNiceToHave, within(3.0));
    }
}
