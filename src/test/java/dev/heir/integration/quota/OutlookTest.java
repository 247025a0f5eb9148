package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When who was refused may come back. */
class OutlookTest {

    private final FakeTime time = new FakeTime();
    private final FakeStates states = new FakeStates(time);

    private Quota instance() {
        FleetClock clock = new FleetClock(time.clock(), time.ticker());
        return new Quota(states.states(clock), clock, time.waiting(), FakeStates.config(true), time.clock());
    }

    private static Claimant claimant(String project, Tier tier, Map<String, ?> limit) {
        Provider provider = ProviderDocument.read(
                "api",
                Map.of(
                        "baseUrl",
                        "https://api.example.com",
                        "limits",
                        List.of(limit),
                        "operations",
                        Map.of("get", Map.of("get", "/"))));
        Operation get = Objects.requireNonNull(provider.operations().get("get"));
        return new Claimant(new Project(project, tier, Optional.empty()), tier, provider, get, Optional.empty());
    }

    private Decision admit(Quota quota, Claimant claimant) {
        return quota.admit(claimant, time.instant());
    }

    @Test
    void a_project_that_is_refused_for_the_first_time_is_admitted_when_it_was_told_to_come_back() {
        Map<String, ?> limit = Map.of("requests", 3, "per", "1h");
        Quota quota = instance();
        for (int n = 0; n < 3; n++) {
            assertThat(admit(quota, claimant("shop", Tier.CRITICAL, limit))).isInstanceOf(Decision.Admitted.class);
        }
        Claimant blog = claimant("blog", Tier.IMPORTANT, limit);
        Decision.Refused refused = (Decision.Refused) admit(quota, blog);
        assertThat(refused.roomAt()).isAfter(time.instant().plus(Duration.ofMinutes(59)));

        time.go(Duration.between(time.instant(), refused.roomAt()));
        assertThat(admit(quota, blog)).isInstanceOf(Decision.Admitted.class);
    }

    @Property(tries = 300)
    void whoever_comes_back_then_and_alone_is_admitted(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 11) Integer> others,
            @ForAll @IntRange(min = 1, max = 9) int units,
            @ForAll @IntRange(min = 0, max = 900) int pause,
            @ForAll boolean rolling) {
        Map<String, ?> limit = rolling
                ? Map.of("requests", units, "per", "1m")
                : Map.of("requests", units, "per", "1d", "zone", "Europe/Berlin");
        List<Quota> fleet = List.of(instance(), instance());
        for (int other : others) {
            Tier tier = List.of(Tier.values()).get(other % 3);
            admit(fleet.get(other % 2), claimant("project-" + other % 4, tier, limit));
            time.go(Duration.ofMillis(pause));
        }
        Claimant late = claimant("late", Tier.NICE_TO_HAVE, limit);
        if (admit(fleet.getFirst(), late) instanceof Decision.Refused refused) {
            assertThat(refused.roomAt()).isAfterOrEqualTo(refused.notBefore());
            time.go(Duration.between(time.instant(), refused.roomAt()));
            assertThat(admit(fleet.getFirst(), late)).isInstanceOf(Decision.Admitted.class);
        }
    }

    @Test
    void what_would_be_refused_is_foreseen_and_nothing_is_taken_or_kept_for_it() {
        Map<String, ?> limit = Map.of("requests", 2, "per", "1h");
        Quota quota = instance();
        Claimant shop = claimant("shop", Tier.CRITICAL, limit);
        assertThat(quota.foreseen(shop)).isEmpty();
        admit(quota, shop);
        assertThat(quota.foreseen(shop)).isEmpty();
        admit(quota, shop);
        Shared before = states.shared("api");
        Decision.Refused refused = quota.foreseen(shop).orElseThrow();
        assertThat(refused.limit()).isEqualTo("2 requests per 1h");
        assertThat(refused.roomAt()).isAfter(time.instant().plus(Duration.ofMinutes(59)));
        assertThat(states.shared("api")).isEqualTo(before);
        assertThat(instance().foreseen(shop)).isPresent();
    }
}
