package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What is spent this month, by project and provider. */
@Singleton
public final class Costs {

    private final Spending spending;
    private final Projects projects;
    private final Providers providers;
    private final Clock clock;

    Costs(Spending spending, Projects projects, Providers providers, Clock clock) {
        this.spending = spending;
        this.projects = projects;
        this.providers = providers;
        this.clock = clock;
    }

    /** The calendar month in UTC that is being spent in. */
    public YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /**
     * In the order of projects, providers and currencies.
     *
     * @param after {@link Line#position} of the last one already read; empty to begin
     */
    public List<Line> page(Spending.Filter filter, Optional<String> after, int most) {
        Instant now = clock.instant();
        List<Spending.Spent> page = spending.page(month(), filter, after, most);
        if (page.isEmpty()) {
            return List.of();
        }
        Month month = Month.read(
                spending,
                month(),
                page.stream().map(Spending.Spent::project).distinct().toList(),
                page.stream().map(Spending.Spent::provider).distinct().toList(),
                now);
        return page.stream()
                .map(spent -> new Line(spent.position(), line(spent, month, now)))
                .toList();
    }

    private CostLine line(Spending.Spent spent, Month month, Instant now) {
        Optional<Project> project = projects.find(spent.project());
        Optional<Provider> provider = providers.find(spent.provider());
        return new CostLine(
                spent.project(),
                spent.provider(),
                spent.calls(),
                month.unitsOf(spent.project(), spent.provider()),
                spent.currency().map(code -> new Money(spent.cost(), Currency.getInstance(code))
                        .stripped()
                        .toString()),
                new CostLine.OfProject(
                        month.spent(Owner.project(spent.project())),
                        project.flatMap(Project::monthlyBudget)
                                .map(budget -> month.state(Owner.project(spent.project()), budget, now))),
                ofProvider(spent.provider(), provider, month, now),
                provider.map(it -> month.caching(it, spent.project())).orElse(List.of()),
                provider.map(it -> month.batching(it, spent.project())).orElse(List.of()));
    }

    private static CostLine.OfProvider ofProvider(String id, Optional<Provider> provider, Month month, Instant now) {
        return new CostLine.OfProvider(
                month.spent(Owner.provider(id)),
                provider.flatMap(Provider::price)
                        .map(price -> price.bill(month.unitsOf(id)).stripped().toString()),
                provider.flatMap(Provider::monthlyBudget).map(budget -> month.state(Owner.provider(id), budget, now)),
                provider.map(month::plans).orElse(List.of()));
    }

    /** From which day on repeated calls are counted. */
    static LocalDate savingsFrom(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(Forecast.DAYS);
    }

    /** @param position in the list of all */
    public record Line(String position, CostLine cost) {}
}
