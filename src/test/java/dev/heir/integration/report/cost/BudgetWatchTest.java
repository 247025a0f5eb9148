package dev.heir.integration.report.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.KnownProjects;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetWatchTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<Project> projects = new ArrayList<>();
    private final List<Provider> providers = new ArrayList<>();
    private final List<Spending.Total> totals = new ArrayList<>();
    private final List<BudgetWarnings.Warning> opened = new ArrayList<>();
    private final BudgetWatch watch =
            new BudgetWatch(new FakeSpending(), opened::add, new KnownProjects(projects), new FakeProviders());

    @Test
    void four_fifths_of_a_budget_are_a_warning_and_less_is_none() {
        project("shop", "100 EUR", Budget.Stop.HARD);
        project("blog", "100 EUR", Budget.Stop.HARD);
        spent(Owner.project("shop"), "80 EUR");
        spent(Owner.project("blog"), "79.999999999 EUR");

        assertThat(watch.look(NOON)).isOne();

        BudgetWarnings.Warning warning = opened.getFirst();
        assertThat(warning.cause()).isEqualTo("budget of project 'shop' in 2026-11");
        assertThat(warning.recommendations())
                .first()
                .asString()
                .isEqualTo(
                        "80% of the monthly budget of project 'shop' are spent: 80 EUR of 100 EUR; exhausted: nothing yet");
        assertThat(warning.recommendations()).anyMatch(told -> told.contains("refused"));
    }

    @Test
    void what_was_spent_in_another_currency_counts_for_no_budget() {
        project("shop", "100 EUR", Budget.Stop.HARD);
        spent(Owner.project("shop"), "500 USD");

        assertThat(watch.look(NOON)).isZero();
    }

    @Test
    void a_providers_budget_is_watched_like_a_projects() {
        providers.add(ProviderDocument.read(
                "crm",
                Map.of("baseUrl", "https://crm.example", "monthlyBudget", Map.of("amount", "10 EUR", "stop", "soft"))));
        spent(Owner.provider("crm"), "12 EUR");

        assertThat(watch.look(NOON)).isOne();
        assertThat(opened.getFirst().recommendations())
                .anyMatch(told -> told.startsWith("120% of the monthly budget of provider 'crm'"))
                .anyMatch(told -> told.contains("it is soft"));
    }

    @Test
    void every_project_is_seen_however_many_there_are() {
        for (int n = 0; n < 1_100; n++) {
            project(String.format(java.util.Locale.ROOT, "p%04d", n), "1 EUR", Budget.Stop.HARD);
            spent(Owner.project(String.format(java.util.Locale.ROOT, "p%04d", n)), "1 EUR");
        }

        assertThat(watch.look(NOON)).isEqualTo(1_100);
    }

    private void project(String id, String budget, Budget.Stop stop) {
        projects.add(new Project(id, Tier.IMPORTANT, Optional.of(new Budget(Money.parse(budget), stop))));
    }

    private void spent(Owner owner, String amount) {
        totals.add(new Spending.Total(owner, Money.parse(amount)));
    }

    private final class FakeSpending implements Spending {

        @Override
        public List<Spent> page(YearMonth month, Filter filter, Optional<String> after, int most) {
            return List.of();
        }

        @Override
        public List<Day> days(Collection<Owner> owners, LocalDate from) {
            return List.of();
        }

        @Override
        public List<Total> totals(Collection<Owner> owners, YearMonth month) {
            return totals.stream()
                    .filter(total -> owners.contains(total.owner()))
                    .toList();
        }

        @Override
        public List<Units> units(Collection<String> providers, YearMonth month) {
            return List.of();
        }

        @Override
        public List<Together> together(Collection<String> providers, LocalDate from) {
            return List.of();
        }

        @Override
        public List<Repeated> repeated(Collection<String> providers, LocalDate from) {
            return List.of();
        }
    }

    private final class FakeProviders implements Providers {

        @Override
        public Optional<Provider> find(String id) {
            return providers.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Provider> all() {
            return providers;
        }
    }
}
