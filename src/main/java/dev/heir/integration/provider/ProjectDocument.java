package dev.heir.integration.provider;

import java.util.Map;
import java.util.Optional;

/** Reads the document of a project: {@code { defaultTier: critical, monthlyBudget: 250 EUR }}. */
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
        Optional<Money> budget = fields.money("monthlyBudget");
        fields.refuseUnknown();
        fields.refuseFlaws();
        return new Project(id, tier, budget);
    }
}
