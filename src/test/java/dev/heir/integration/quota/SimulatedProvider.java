package dev.heir.integration.quota;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A provider with one limit, and what it was sent. */
final class SimulatedProvider {

    final Provider provider;
    final long units;
    final long window;

    /** Whether more is asked of it than its limit allows. */
    final boolean saturated;

    private final Map<Tier, List<Long>> sent = new EnumMap<>(Tier.class);

    SimulatedProvider(int rank, long units, long seconds, boolean saturated) {
        this.units = units;
        this.window = seconds * SimulatedTime.SECOND;
        this.saturated = saturated;
        this.provider = ProviderDocument.read(
                "provider-" + rank,
                Map.of(
                        "baseUrl",
                        "https://api.example.com",
                        "limits",
                        List.of(Map.of("requests", units, "per", seconds + "s")),
                        "operations",
                        Map.of("get", Map.of("get", "/"))));
    }

    void admitted(Tier tier, long at) {
        sent.computeIfAbsent(tier, none -> new ArrayList<>()).add(at);
    }

    long admitted(Tier tier, long from, long to) {
        return sent.getOrDefault(tier, List.of()).stream()
                .filter(at -> at >= from && at < to)
                .count();
    }

    long admitted(long from, long to) {
        return sent.keySet().stream()
                .mapToLong(tier -> admitted(tier, from, to))
                .sum();
    }

    /** What would have been possible in that time. */
    double possible(long from, long to) {
        return units * (double) (to - from) / window;
    }

    /** How many more than its limit any stretch of its window holds. */
    long over() {
        long[] at = sent.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        int most = 0;
        for (int first = 0, end = 0; first < at.length; first++) {
            while (end < at.length && at[end] - at[first] < window) {
                end++;
            }
            most = Math.max(most, end - first);
        }
        return Math.max(0, most - units);
    }
}
