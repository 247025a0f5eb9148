package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a price: {@code { perCall: 0.0004 USD }}, {@code { free: 1000, perCall: 0.01 USD }}, {@code { steps: [{ upTo:
 * 1000, perCall: 0 USD }, { perCall: 0.01 USD }] }}, {@code { perUnit: { tokens: 0.0000015 USD } }}; a unit may have
 * {@code free} and {@code steps} too, with {@code each} for {@code perCall}.
 */
final class PriceDocument {

    private static final long MOST_UNITS = 1_000_000_000_000_000L;
    static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);

    private final Fields price;
    private final Set<Currency> currencies = new LinkedHashSet<>();

    private PriceDocument(Fields price) {
        this.price = price;
    }

    static Optional<PriceModel> read(Fields parent) {
        return parent.map("price").flatMap(price -> new PriceDocument(price).read());
    }

    private Optional<PriceModel> read() {
        Map<String, Tariff> byUnit = new HashMap<>();
        if (price.has("perCall") || price.has("steps") || price.has("free") || !price.has("perUnit")) {
            tariff(price, "perCall").ifPresent(tariff -> byUnit.put(PriceModel.CALLS, tariff));
        }
        price.map("perUnit").ifPresent(units -> perUnit(units, byUnit));

        price.refuseUnknown();
        if (currencies.size() > 1) {
            price.flaw(price.at("perCall"), currencies.toString(), "must all be in one currency");
        }
        return currencies.stream()
                .findFirst()
                .filter(currency -> !byUnit.isEmpty())
                .map(currency -> new PriceModel(currency, byUnit));
    }

    private void perUnit(Fields units, Map<String, Tariff> byUnit) {
        if (units.keys().isEmpty()) {
            price.flaw("perUnit", "must name a unit and its price, such as { tokens: 0.0000015 USD }");
        }
        for (String unit : units.keys()) {
            if (!LimitDocument.UNIT.matcher(unit).matches() || unit.equals(PriceModel.CALLS)) {
                units.flaw(units.at(unit), unit, LimitDocument.UNIT_RULE + "; calls are priced by 'perCall'");
            }
            perUnit(units, unit).ifPresent(tariff -> byUnit.put(unit, tariff));
        }
    }

    private Optional<Tariff> perUnit(Fields units, String unit) {
        if (units.json(unit).orElse("") instanceof Map<?, ?>) {
            return units.map(unit).flatMap(fields -> {
                Optional<Tariff> tariff = tariff(fields, "each");
                fields.refuseUnknown();
                return tariff;
            });
        }
        return amount(units, unit).map(Tariff::flat);
    }

    private Optional<Tariff> tariff(Fields fields, String each) {
        if (fields.has("steps")) {
            for (String beside : List.of("free", each)) {
                if (fields.has(beside)) {
                    fields.flaw(beside, "must be left out beside 'steps': make it a step");
                }
            }
            return steps(fields, each);
        }
        fields.require(each);
        Optional<Long> free = fields.whole("free", 1, MOST_UNITS);
        return amount(fields, each).map(amount -> {
            List<Tariff.Step> steps = new ArrayList<>();
            free.ifPresent(upTo -> steps.add(new Tariff.Step(upTo, BigDecimal.ZERO)));
            steps.add(new Tariff.Step(Tariff.Step.OPEN, amount));
            return new Tariff(steps);
        });
    }

    private Optional<Tariff> steps(Fields fields, String each) {
        List<Tariff.Step> steps = new ArrayList<>();
        List<Fields> written = fields.maps("steps");
        boolean fine = !written.isEmpty();
        long reached = 0;
        for (Fields step : written) {
            boolean last = step == written.getLast();
            step.require(each);
            Optional<BigDecimal> amount = amount(step, each);
            Optional<Long> upTo = step.whole("upTo", 1, MOST_UNITS);
            if (last && step.has("upTo")) {
                step.flaw("upTo", "must be left out in the last step: there is no call without a price");
            } else if (!last) {
                step.require("upTo");
            }
            step.refuseUnknown();
            long end = last ? Tariff.Step.OPEN : upTo.orElse(0L);
            if (upTo.isPresent() && end <= reached) {
                step.flaw("upTo", "must be more than in the step before");
            }
            fine &= end > reached && amount.isPresent();
            reached = Math.max(reached, end);
            if (fine) {
                steps.add(new Tariff.Step(end, amount.orElseThrow()));
            }
        }
        if (written.isEmpty()) {
            fields.flaw("steps", "must have at least one step");
        }
        return fine ? Optional.of(new Tariff(steps)) : Optional.empty();
    }

    private Optional<BigDecimal> amount(Fields fields, String key) {
        return fields.money(key).map(money -> {
            currencies.add(money.currency());
            if (money.amount().compareTo(DEAREST) > 0) {
                fields.flaw(key, "must be at most " + DEAREST + " each");
            }
            return money.amount();
        });
    }
}
