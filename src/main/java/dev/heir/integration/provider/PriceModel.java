package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a provider's calls cost, by calendar month in UTC, over all projects: they share its bill.
 *
 * @param byUnit what each kind of unit costs; what is not named is free
 */
public record PriceModel(Currency currency, Map<String, Tariff> byUnit) {

    /** The unit that every call the provider worked on takes one of, whatever weight its limits give it. */
    public static final String CALLS = "calls";

    public PriceModel {
        byUnit = Map.copyOf(byUnit);
    }

    /** The same price for every call. */
    public static PriceModel perCall(Money price) {
        return new PriceModel(price.currency(), Map.of(CALLS, Tariff.flat(price.amount())));
    }

    /** What one request costs, at the most, that takes these units. */
    public Money atMost(Map<String, Long> costs) {
        Map<String, Long> units = new HashMap<>(costs);
        units.put(CALLS, 1L);
        return dearest(units);
    }

    /** What these units cost at the most, however many there were before. */
    public Money dearest(Map<String, Long> units) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, Tariff> priced : byUnit.entrySet()) {
            sum = sum.add(
                    priced.getValue().dearest().multiply(BigDecimal.valueOf(units.getOrDefault(priced.getKey(), 0L))));
        }
        return new Money(sum, currency);
    }

    /** What a month with these units costs, exactly. */
    public Money bill(Map<String, Long> units) {
        return priceOf(Map.of(), units);
    }

    /** What further units add to the bill of a month that has had {@code already}. */
    public Money priceOf(Map<String, Long> already, Map<String, Long> units) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, Tariff> priced : byUnit.entrySet()) {
            sum = sum.add(priced.getValue()
                    .priceOf(already.getOrDefault(priced.getKey(), 0L), units.getOrDefault(priced.getKey(), 0L)));
        }
        return new Money(sum, currency);
    }

    /** The price of every call, when calls are all that is paid for and each costs the same. */
    public Optional<Money> perCall() {
        return Optional.ofNullable(byUnit.get(CALLS))
                .filter(calls -> byUnit.size() == 1 && calls.isFlat())
                .map(calls -> new Money(calls.steps().getFirst().each(), currency));
    }

    /** Whether a unit costs the same however many there were before. */
    public boolean isFlat() {
        return byUnit.values().stream().allMatch(Tariff::isFlat);
    }

    /** Those of the units whose price still depends on how many there were before, in a month that has had {@code already}. */
    public Map<String, Long> undecided(Map<String, Long> already, Map<String, Long> units) {
        Map<String, Long> undecided = new TreeMap<>(units);
        undecided
                .keySet()
                .removeIf(unit -> !byUnit.containsKey(unit)
                        || already.getOrDefault(unit, 0L) >= byUnit.get(unit).lastEdge());
        return undecided;
    }

    /** As people read it: {@code 0 USD per call up to 1000, then 0.01 USD}. */
    @Override
    public String toString() {
        List<String> prices = new ArrayList<>();
        new TreeMap<>(byUnit).forEach((unit, tariff) -> prices.add(words(unit, tariff)));
        return String.join("; ", prices);
    }

    private String words(String unit, Tariff tariff) {
        List<String> steps = new ArrayList<>();
        for (Tariff.Step step : tariff.steps()) {
            steps.add(new Money(step.each(), currency)
                    + (steps.isEmpty() ? " per " + (unit.equals(CALLS) ? "call" : "1 " + unit) : "")
                    + (step.upTo() == Tariff.Step.OPEN ? "" : " up to " + step.upTo()));
        }
        return String.join(", then ", steps);
    }
}
