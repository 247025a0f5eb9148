package dev.heir.integration.call;

import dev.heir.integration.credential.KeyedHash;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.provider.PriceModel;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a call used of its provider, and what that costs. */
@Singleton
final class Metering {

    private final MonthlyUse month;
    private final KeyedHash hash;

    Metering(MonthlyUse month, KeyedHash hash) {
        this.month = month;
        this.hash = hash;
    }

    CallRecord.Use use(Journey journey) {
        return new CallRecord.Use(units(journey), likeness(journey.call()));
    }

    /**
     * The price of these units now. Steps and free allowances are those of the month as this instance knows it: at an
     * edge, calls that end within the same second may all be taken for the ones before it. So the sum of calls' costs may
     * be off the provider's bill by that second's calls; the bill of the month's units, {@link PriceModel#bill}, is exact.
     */
    Optional<Money> cost(PlannedCall call, Map<String, Long> units) {
        return call.provider().price().map(price -> {
            Map<String, Long> already = price.isFlat() || units.isEmpty()
                    ? Map.of()
                    : month.units(call.provider().id(), call.receivedAt());
            return price.priceOf(already, units);
        });
    }

    /** Charged are attempts that the provider worked on: what it refused or never saw it does not bill. */
    private static Map<String, Long> units(Journey journey) {
        PlannedCall call = journey.call();
        long billed = journey.attempts().stream()
                .filter(attempt -> attempt.provider().equals(call.provider().id()))
                .filter(attempt -> attempt.status() >= 200 && attempt.status() < 400)
                .count();
        if (billed == 0) {
            return Map.of();
        }
        Map<String, Long> units = new HashMap<>();
        call.operation().costs().forEach((unit, cost) -> units.put(unit, cost * billed));
        units.put(PriceModel.CALLS, billed);
        return units;
    }

    /** Equal for safe calls that the cache would have answered with one answer. */
    private Optional<Long> likeness(PlannedCall call) {
        return call.operation().safe() ? hash.of(call.body(), sameAnswer(call)) : Optional.empty();
    }

    private static List<String> sameAnswer(PlannedCall call) {
        return List.of(
                call.provider().id(),
                String.join(" ", call.provider().credentials()),
                call.operation().method(),
                call.pathAndQuery(),
                new TreeMap<>(call.headers()).toString());
    }
}
