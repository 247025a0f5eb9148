package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand function instances over a thousand providers, of which the n-th is asked for as often as 1/n of the
 * first; each second provider is asked for 2.5 times as much as its limit allows. All tiers ask, then the critical one
 * does not, then it does again. A two-hundredth of the instances dies each second.
 */
@Tag("long")
class FleetSimulationTest {

    private static final int INSTANCES = 10_000;
    private static final int PROVIDERS = 1_000;
    private static final double PER_SECOND = 1_000;
    private static final long PHASE = 12 * SimulatedTime.SECOND;
    private static final List<Map<Tier, Double>> ENTITLED = List.of(
            Map.of(Tier.CRITICAL, 60.0, Tier.IMPORTANT, 30.0, Tier.NICE_TO_HAVE, 10.0),
            Map.of(Tier.CRITICAL, 0.0, Tier.IMPORTANT, 75.0, Tier.NICE_TO_HAVE, 25.0),
            Map.of(Tier.CRITICAL, 60.0, Tier.IMPORTANT, 30.0, Tier.NICE_TO_HAVE, 10.0));

    /** Fewer admissions than these show chance, not shares. */
    private static final long ENOUGH = 100;

    private final List<Double> popularity =
            IntStream.rangeClosed(1, PROVIDERS).mapToObj(rank -> 1.0 / rank).toList();
    private final double sum =
            popularity.stream().mapToDouble(Double::doubleValue).sum();
    private final SimulatedFleet fleet = new SimulatedFleet(INSTANCES, popularity, FleetSimulationTest::phase);
    private final long begin = fleet.time.micros();

    /** A time in which all are settled. */
    private record Steady(int phase, long from, long to) {}

    @Test
    void thousands_of_instances_share_hot_and_cold_limits_and_never_pass_one() throws JsonProcessingException {
        for (int rank = 1; rank <= PROVIDERS; rank++) {
            double demand = PER_SECOND * popularity.get(rank - 1) / sum;
            boolean saturated = rank % 2 == 1;
            long seconds = rank <= 6 ? 1 << (rank / 2 % 3) : 4;
            long units = Math.max(1, Math.round(demand * (saturated ? 0.4 : 2) * seconds));
            fleet.providers.add(new SimulatedProvider(rank, units, seconds, saturated));
        }
        fleet.run(3 * PHASE / SimulatedTime.SECOND, INSTANCES / 200);

        double seconds = 3.0 * PHASE / SimulatedTime.SECOND;
        var hottest = fleet.postgres.rows().values().stream()
                .max(Comparator.comparingLong(row -> row.statements))
                .orElseThrow();
        int bytes = new ObjectMapper().writeValueAsBytes(hottest.state).length;
        List<Double> errors = shareErrors();
        double worst = errors.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double mean = errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        long over = fleet.providers.stream().mapToLong(SimulatedProvider::over).sum();
        double statements = fleet.postgres.statements() / seconds;

        System.out.printf("simulation of %,d instances, %,d providers, %.0f s:%n", INSTANCES, PROVIDERS, seconds);
        System.out.println("| measure | value |\n|---|---|");
        row(
                "calls asked for, admitted, given up after 3 s in line, a second",
                "%.0f, %.0f, %.0f".formatted(fleet.asked / seconds, fleet.admitted / seconds, fleet.gaveUp / seconds));
        row("instances killed without notice", "%d".formatted(fleet.killed));
        row("statements a second, all rows", "%.0f".formatted(statements));
        row(
                "changes and statements a second, hottest row",
                "%.0f, %.0f".formatted(hottest.changes / seconds, hottest.statements / seconds));
        row("the hottest row's state", "%.1f KB".formatted(bytes / 1000.0));
        row(
                "share error on %d saturated limits, mean and worst".formatted(errors.size()),
                "%.1f, %.1f points".formatted(mean, worst));
        for (long window = 1; window <= 4; window *= 2) {
            row(
                    "used of saturated limits per %d s".formatted(window),
                    "%.0f%%".formatted(100 * used(window * SimulatedTime.SECOND)));
        }
        row("admissions over a limit", "%d".formatted(over));

        assertThat(over).isZero();
        assertThat(fleet.killed).isGreaterThan(1_000);
        assertThat(mean).isLessThan(4);
        assertThat(worst).isLessThan(12);
        assertThat(used(SimulatedTime.SECOND)).isGreaterThan(0.6);
        assertThat(used(4 * SimulatedTime.SECOND)).isGreaterThan(0.7);
        assertThat(hottest.changes / seconds).isLessThan(300); // more, one row of PostgreSQL would not take
        assertThat(statements).isLessThan(8_000);
        assertThat(bytes).isLessThan(16_000);
    }

    private static SimulatedFleet.Phase phase(long since) {
        return since >= PHASE && since < 2 * PHASE
                ? new SimulatedFleet.Phase(PER_SECOND * 2 / 3, List.of(Tier.IMPORTANT, Tier.NICE_TO_HAVE))
                : new SimulatedFleet.Phase(PER_SECOND, List.of(Tier.values()));
    }

    private List<Steady> steady(SimulatedProvider provider) {
        return IntStream.range(0, ENTITLED.size())
                .mapToObj(phase ->
                        new Steady(phase, begin + phase * PHASE + 2 * provider.window, begin + (phase + 1) * PHASE))
                .toList();
    }

    /** By how much the tier that is furthest off is off its share, in points. */
    private List<Double> shareErrors() {
        List<Double> errors = new ArrayList<>();
        for (SimulatedProvider provider : fleet.providers) {
            for (Steady time : steady(provider)) {
                double all = provider.admitted(time.from(), time.to());
                if (provider.saturated && all >= ENOUGH) {
                    errors.add(ENTITLED.get(time.phase()).entrySet().stream()
                            .mapToDouble(share -> Math.abs(share.getValue()
                                    - 100 * provider.admitted(share.getKey(), time.from(), time.to()) / all))
                            .max()
                            .orElseThrow());
                }
            }
        }
        return errors;
    }

    /** Of saturated limits of this window that are not tiny. */
    private double used(long window) {
        List<SimulatedProvider> some = fleet.providers.stream()
                .filter(provider -> provider.saturated && provider.window == window && provider.units >= 10)
                .toList();
        double used = some.stream()
                .flatMapToLong(provider -> steady(provider).stream()
                        .flatMapToLong(time -> LongStream.of(provider.admitted(time.from(), time.to()))))
                .sum();
        return used
                / some.stream()
                        .flatMap(provider ->
                                steady(provider).stream().map(time -> provider.possible(time.from(), time.to())))
                        .mapToDouble(Double::doubleValue)
                        .sum();
    }

    private static void row(String measure, String value) {
        System.out.println("| " + measure + " | " + value + " |");
    }
}
