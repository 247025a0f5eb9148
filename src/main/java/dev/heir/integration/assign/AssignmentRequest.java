package dev.heir.integration.assign;

import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project and what it needs, read from the document that says so.
 *
 * @param document the requirement as it was written
 * @param providers those that were described in it, read from their documents
 */
public record AssignmentRequest(
        String project, Requirement requirement, Map<String, Object> document, Map<String, Provider> providers) {

    public AssignmentRequest {
        providers = Map.copyOf(providers);
    }

    /** @throws InvalidInput with all flaws, also those of provider documents inside */
    public static AssignmentRequest read(Map<String, ?> tree) {
        List<Flaw> flaws = new ArrayList<>();
        Fields fields = Fields.of(tree);
        String project = fields.requiredText("project");
        if (!project.isEmpty() && !ProviderDocument.ID.matcher(project).matches()) {
            fields.flaw("project", "must be lower case letters, digits and hyphens, at most 63, such as 'shop'");
        }
        fields.require("requirement");
        Optional<Requirement> requirement = fields.map("requirement").flatMap(RequirementDocument::read);
        fields.refuseUnknown();
        try {
            fields.refuseFlaws();
        } catch (InvalidInput invalid) {
            flaws.addAll(invalid.flaws());
        }
        Map<String, Provider> providers = new LinkedHashMap<>();
        requirement.flatMap(Requirement::api).ifPresent(need -> need.documents().forEach((id, document) -> {
            try {
                providers.put(id, ProviderDocument.read(id, document));
            } catch (InvalidInput invalid) {
                String where = "requirement.providers[" + need.providers().indexOf(id) + "].";
                invalid.flaws().forEach(flaw -> flaws.add(new Flaw(where + flaw.path(), flaw.value(), flaw.reason())));
            }
        }));
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new AssignmentRequest(project, requirement.orElseThrow(), documentOf(tree), providers);
    }

    private static Map<String, Object> documentOf(Map<String, ?> tree) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (tree.get("requirement") instanceof Map<?, ?> written) {
            written.forEach((key, value) -> document.put(String.valueOf(key), value));
        }
        return document;
    }
}
