package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Plan;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could have been saved, from what was really asked and paid. */
final class Savings {

    private Savings() {}

    /** Of a project's calls, the greatest first; operations that keep their answers so long already save it already. */
    static List<CostLine.Caching> caching(
            Provider provider, List<Spending.Repeated> repeated, LocalDate since, String project) {
        return repeated.stream()
                .filter(one -> one.project().equals(project) && one.provider().equals(provider.id()))
                .filter(one -> one.repeats() > 0 && one.kept().compareTo(kept(provider, one.operation())) > 0)
                .filter(one ->
                        one.cost().filter(cost -> cost.amount().signum() > 0).isPresent())
                .sorted(Comparator.comparing(
                        (Spending.Repeated one) -> one.cost().map(Money::amount).orElse(BigDecimal.ZERO),
                        Comparator.reverseOrder()))
                .map(one -> new CostLine.Caching(
                        one.operation(),
                        Durations.write(one.kept()),
                        one.repeats(),
                        one.calls(),
                        one.cost().map(Money::toString).orElse(""),
                        since.toString()))
                .toList();
    }

    private static Duration kept(Provider provider, String operation) {
        return Optional.ofNullable(provider.operations().get(operation))
                .flatMap(Operation::cache)
                .orElse(Duration.ZERO);
    }

    /**
     * What each plan would have cost for the units of a month. Plans in another currency than the spend are left out:
     * nobody here knows exchange rates. Whether a plan's limits would have sufficed is for a person to judge, so they are
     * listed.
     */
    static List<CostLine.PlanOffer> plans(Provider provider, YearMonth month, Money spent, Map<String, Long> units) {
        return provider.plans().stream()
                .filter(plan -> plan.monthly().currency().equals(spent.currency()))
                .filter(plan -> plan.price()
                        .filter(price -> !price.currency().equals(spent.currency()))
                        .isEmpty())
                .map(plan -> offer(plan, month, spent, units))
                .toList();
    }

    private static CostLine.PlanOffer offer(Plan plan, YearMonth month, Money spent, Map<String, Long> units) {
        BigDecimal use = plan.price()
                .map((PriceModel price) -> price.bill(units).amount())
                .orElse(BigDecimal.ZERO);
        Money cost = new Money(plan.monthly().amount().add(use), spent.currency()).stripped();
        BigDecimal saved = spent.amount().subtract(cost.amount());
        return new CostLine.PlanOffer(
                plan.name(),
                month.toString(),
                spent.toString(),
                cost.toString(),
                Optional.of(saved)
                        .filter(it -> it.signum() >= 0)
                        .map(it -> new Money(it, spent.currency()).stripped().toString()),
                Optional.of(saved.negate()).filter(it -> it.signum() > 0).map(it -> new Money(it, spent.currency())
                        .toString()),
                plan.limits().stream().map(Limit::toString).toList());
    }
}
