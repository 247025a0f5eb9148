package dev.heir.integration.call;

import dev.heir.integration.cache.Spelled;
import dev.heir.integration.credential.KeyedHash;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.MonthlyUse;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.quota.Permit;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Optional<Instant> sentAt = journey.firstCharged();
        Map<String, List<PlannedCall>> billed = journey.billed();
        List<PlannedCall> mine =
                Optional.ofNullable(billed.remove(call.provider().id())).orElse(List.of());
        CallRecord.Charge own = charge(journey, call.provider(), mine, sentAt);
        List<CallRecord.Charge> others = billed.values().stream()
                .map(asked -> charge(journey, asked.getFirst().provider(), asked, sentAt))
                .toList();
        return new Bill(own.cost(), new CallRecord.Use(own.units(), likeness(call), own.counted(), others, sentAt));
    }

    /** @param cost of the call's own provider */
    record Bill(Optional<Money> cost, CallRecord.Use use) {}

    private CallRecord.Charge charge(
            Journey journey, Provider provider, List<PlannedCall> asked, Optional<Instant> sentAt) {
        Map<String, Long> units = units(asked);
        Optional<Money> cost = provider.price().map(price -> sentAt.map(at -> cost(provider.id(), price, units, at))
                .orElseGet(() -> price.priceOf(Map.of(), units)));
        return new CallRecord.Charge(
                provider.id(),
                units,
                cost,
                cost.map(paid -> journey.paid(provider.id(), paid)).orElse(Permit.Counted.NOWHERE));
    }

    /** Where the month cannot be asked, what it costs at the most: that nobody knows its place must not cost the answer. */
    private Money cost(String provider, PriceModel price, Map<String, Long> units, Instant sentAt) {
        try {
            return price.priceOf(already(provider, price, units, sentAt), units);
        } catch (RuntimeException trouble) {
            Log.warnf(trouble, "a call of '%s' has no place in its month and is taken for the dearest", provider);
            return price.dearest(units);
        }
    }

    /** What one more attempt would cost, as far as the month is known; it gets no place there. */
    Optional<Money> quote(PlannedCall call) {
        return call.provider()
                .price()
                .map(price -> price.priceOf(
                        price.isFlat() ? Map.of() : month.units(call.provider().id(), call.receivedAt()),
                        units(List.of(call))));
    }

    /**
     * What the month has had before these units. While their price depends on that, the fleet counts them first and gives
     * them their place; beyond the last step any count will do, since it only grows. So calls' costs add up to the bill.
     *
     * @param sentAt which decides the month, as in the limiter: a call may have waited since it was received
     */
    private Map<String, Long> already(String provider, PriceModel price, Map<String, Long> units, Instant sentAt) {
        if (price.undecided(Map.of(), units).isEmpty()) {
            return Map.of();
        }
        Map<String, Long> already = new HashMap<>(month.units(provider, sentAt));
        Map<String, Long> undecided = price.undecided(already, units);
        if (!undecided.isEmpty()) {
            already.putAll(month.count(provider, sentAt, undecided));
        }
        return already;
    }

    /** Each request by its own operation: a read-back is not what it asks about. */
    private static Map<String, Long> units(List<PlannedCall> billed) {
        Map<String, Long> units = new HashMap<>();
        for (PlannedCall asked : billed) {
            asked.operation().costs().forEach((unit, cost) -> units.merge(unit, cost, Long::sum));
            units.merge(PriceModel.CALLS, 1L, Long::sum);
        }
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
                Spelled.of(call.headers()));
    }
}
