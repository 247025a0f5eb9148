package dev.heir.integration.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the document of a project: {@code { defaultTier: CRITICAL, monthlyBudget: 250 EUR, weight: 3 }}. */
public final class ProjectDocument {

    private ProjectDocument() {}

    /** @throws InvalidInput with all flaws */
    public static Project read(String id, Map<String, ?> tree) {
        Fields fields = Fields.of(tree);
        if (!ProviderDocument.ID.matcher(id).matches()) {
            fields.flaw("id", id, ProviderDocument.ID_RULE);
        }
        fields.text("project")
                .filter(name -> !name.equals(id))
                .ifPresent(name ->
                        fields.flaw("project", "must be '" + id + "', under which it is registered, or be left out"));
        // The middle one: who does not say how much it matters neither pushes others aside nor is skipped.
        Tier tier = fields.word("defaultTier", Tier.class).orElse(Tier.IMPORTANT);
        Optional<Budget> budget = BudgetDocument.read(fields);
        int weight = fields.whole("weight", 1, Project.HEAVIEST).orElse(1L).intValue();
        fields.refuseUnknown();
        fields.refuseFlaws();
        return new Project(id, tier, budget, weight);
    }

    /** What is accepted and has no effect: a budget counts what is spent in its own currency only. */
    public static List<Flaw> warnings(Project project, List<Provider> providers) {
        List<String> currencies = providers.stream()
                .flatMap(provider -> provider.price().stream())
                .map(price -> price.currency().getCurrencyCode())
                .distinct()
                .sorted()
                .toList();
        return project.monthlyBudget().stream()
                .filter(budget -> !currencies.isEmpty()
                        && !currencies.contains(budget.amount().currency().getCurrencyCode()))
                .map(budget -> new Flaw(
                        BudgetDocument.KEY,
                        budget.amount().toString(),
                        "counts nothing: providers are paid in " + String.join(", ", currencies)))
                .toList();
    }
}
