package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Warns a person once a month of each budget of which four fifths are spent. */
@Singleton
final class BudgetWatch {

    private static final int PAGE = 500;

    private final Spending spending;
    private final BudgetWarnings warnings;
    private final Projects projects;
    private final Providers providers;

    BudgetWatch(Spending spending, BudgetWarnings warnings, Projects projects, Providers providers) {
        this.spending = spending;
        this.warnings = warnings;
        this.projects = projects;
        this.providers = providers;
    }

    /** @return how many cases it opened */
    int look(Instant now) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        Map<Owner, Budget> budgets = budgets();
        if (budgets.isEmpty()) {
            return 0;
        }
        int opened = 0;
        for (Spending.Total total : spending.totals(budgets.keySet(), month)) {
            Optional<Budget> near = Optional.ofNullable(budgets.get(total.owner()))
                    .filter(budget -> isNear(budget.amount(), total.cost()));
            if (near.isPresent() && warnings.open(warning(total, near.get(), month, now))) {
                opened++;
            }
        }
        return opened;
    }

    private static boolean isNear(Money budget, Money spent) {
        BigDecimal warned = budget.amount().multiply(Purse.WARNING);
        return budget.currency().equals(spent.currency())
                && spent.amount().signum() > 0
                && spent.amount().compareTo(warned) >= 0;
    }

    private BudgetWarnings.Warning warning(Spending.Total total, Budget budget, YearMonth month, Instant now) {
        Purse purse = Purse.of(total.owner(), budget, spending.days(List.of(total.owner()), Purse.from(now)), now);
        List<String> told = new ArrayList<>();
        told.add(String.format(
                Locale.ROOT,
                "%.0f%% of the monthly budget of %s are spent: %s of %s; exhausted: %s",
                Purse.share(total.cost().amount(), budget.amount().amount()) * 100,
                total.owner(),
                total.cost(),
                budget.amount(),
                Outlook.of(purse.forecast(now)).line()));
        told.add(
                switch (budget.stop()) {
                    case HARD -> "at its end calls that cost money are refused: raise it, or make it soft";
                    case SOFT -> "it is soft: calls go on at its end, and so does the bill";
                });
        told.add("GET /v1/costs?" + total.owner().kind().name().toLowerCase(Locale.ROOT) + "="
                + total.owner().id() + " tells what could be saved");
        return new BudgetWarnings.Warning(total.owner(), month, total.cost(), told);
    }

    private Map<Owner, Budget> budgets() {
        Map<Owner, Budget> budgets = new HashMap<>();
        for (Provider provider : providers.all()) {
            provider.monthlyBudget().ifPresent(budget -> budgets.put(Owner.provider(provider.id()), budget));
        }
        List<Project> page = projects.page(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            for (Project project : page) {
                project.monthlyBudget().ifPresent(budget -> budgets.put(Owner.project(project.id()), budget));
            }
            page = page.size() < PAGE
                    ? List.of()
                    : projects.page(Optional.of(page.getLast().id()), PAGE);
        }
        return budgets;
    }
}
