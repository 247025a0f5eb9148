package dev.heir.integration.call;

import dev.heir.integration.credential.KeyedHash;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.quota.Permit;
import jakarta.inject.Singleton;
import java.util.ArrayList;
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

    /** What a call used and costs, each provider's share by its own price; what was set aside for it is settled. */
    Bill bill(Journey journey) {
        PlannedCall call = journey.call();
        Map<String, Long> units = units(journey);
        Optional<Money> cost = cost(call, units);
        Permit.Counted counted =
                cost.map(paid -> journey.paid(call.provider().id(), paid)).orElse(Permit.Counted.NOWHERE);
        List<CallRecord.Charge> others = new ArrayList<>();
        for (PlannedCall other : journey.billedElsewhere()) {
            String provider = other.provider().id();
            Map<String, Long> used = units(other, journey.billed(provider));
            Optional<Money> price = cost(other, used);
            others.add(new CallRecord.Charge(
                    provider,
                    used,
                    price,
                    price.map(paid -> journey.paid(provider, paid)).orElse(Permit.Counted.NOWHERE)));
        }
        return new Bill(cost, new CallRecord.Use(units, likeness(call), counted, others));
    }

    /** @param cost of the call's own provider */
    record Bill(Optional<Money> cost, CallRecord.Use use) {}

    /**
     * The price of these units. While it depends on how many the month has had, the fleet counts them first and gives them
     * their place; beyond the last step any count will do, since it only grows. So calls' costs add up to the bill.
     */
    private Optional<Money> cost(PlannedCall call, Map<String, Long> units) {
        return call.provider().price().map(price -> price.priceOf(already(call, price, units), units));
    }

    private Map<String, Long> already(PlannedCall call, PriceModel price, Map<String, Long> units) {
        if (price.undecided(Map.of(), units).isEmpty()) {
            return Map.of();
        }
        String provider = call.provider().id();
        Map<String, Long> already = new HashMap<>(month.units(provider, call.receivedAt()));
        Map<String, Long> undecided = price.undecided(already, units);
        if (!undecided.isEmpty()) {
            already.putAll(month.count(provider, call.receivedAt(), undecided));
        }
        return already;
    }

    /** Charged are attempts that the provider worked on: what it refused or never saw it does not bill. */
    private static Map<String, Long> units(Journey journey) {
        PlannedCall call = journey.call();
        long billed = journey.attempts().stream()
                .filter(attempt -> attempt.provider().equals(call.provider().id()))
                .filter(attempt -> attempt.status() >= 200 && attempt.status() < 400)
                .count();
        return units(call, billed);
    }

    private static Map<String, Long> units(PlannedCall call, long billed) {
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
        return call.operation().safe() && call.body().isWhole()
                ? hash.of(call.body(), sameAnswer(call))
                : Optional.empty();
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
