package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Provider;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a page of costs needs to know of its projects and providers, read at once. */
record Month(
        YearMonth month,
        List<Spending.Total> totals,
        List<Spending.Total> before,
        Map<Owner, List<Spending.Day>> days,
        List<Spending.Units> units,
        List<Spending.Units> unitsBefore,
        List<Spending.Repeated> repeated,
        List<Spending.Together> together,
        LocalDate repeatedFrom) {

    static Month read(Spending spending, YearMonth month, List<String> projects, List<String> providers, Instant now) {
        List<Owner> owners = new ArrayList<>();
        projects.forEach(id -> owners.add(Owner.project(id)));
        providers.forEach(id -> owners.add(Owner.provider(id)));
        LocalDate repeatedFrom = Costs.savingsFrom(now);
        return new Month(
                month,
                spending.totals(owners, month),
                spending.totals(owners, month.minusMonths(1)),
                spending.days(owners, Purse.from(now)).stream().collect(Collectors.groupingBy(Spending.Day::owner)),
                spending.units(providers, month),
                spending.units(providers, month.minusMonths(1)),
                spending.repeated(providers, repeatedFrom),
                spending.together(providers, repeatedFrom),
                repeatedFrom);
    }

    List<String> spent(Owner owner) {
        return totals.stream()
                .filter(total -> total.owner().equals(owner))
                .map(total -> total.cost().toString())
                .toList();
    }

    CostLine.BudgetState state(Owner owner, Budget budget, Instant now) {
        return CostLine.BudgetState.of(Purse.of(owner, budget, days.getOrDefault(owner, List.of()), now), now);
    }

    Map<String, Long> unitsOf(String project, String provider) {
        Map<String, Long> sums = new TreeMap<>();
        units.stream()
                .filter(one -> one.project().equals(project) && one.provider().equals(provider))
                .forEach(one -> sums.put(one.unit(), one.units()));
        return sums;
    }

    Map<String, Long> unitsOf(String provider) {
        return sum(units, provider);
    }

    List<CostLine.Caching> caching(Provider provider, String project) {
        return Savings.caching(provider, repeated, repeatedFrom, project);
    }

    List<CostLine.Batching> batching(Provider provider, String project) {
        return Batching.of(provider, together, repeatedFrom, project);
    }

    /** Of the month before, which is over: a month that has begun would flatter the plan without a fee. */
    List<CostLine.PlanOffer> plans(Provider provider) {
        return provider.plans().stream()
                .map(plan -> plan.monthly().currency())
                .distinct()
                .filter(currency -> before.stream().anyMatch(total -> isOf(total, provider.id(), currency)))
                .flatMap(currency -> Savings.plans(
                        provider,
                        month.minusMonths(1),
                        spentBefore(provider.id(), currency),
                        sum(unitsBefore, provider.id()))
                        .stream())
                .toList();
    }

    private Money spentBefore(String provider, Currency currency) {
        return before.stream()
                .filter(total -> isOf(total, provider, currency))
                .map(Spending.Total::cost)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(Spending.Total total, String provider, Currency currency) {
        return total.owner().equals(Owner.provider(provider))
                && total.cost().currency().equals(currency);
    }

    private static Map<String, Long> sum(List<Spending.Units> units, String provider) {
        Map<String, Long> sums = new HashMap<>();
        units.stream()
                .filter(one -> one.provider().equals(provider))
                .forEach(one -> sums.merge(one.unit(), one.units(), Long::sum));
        return sums;
    }
}
