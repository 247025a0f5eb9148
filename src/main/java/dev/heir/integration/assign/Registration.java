package dev.heir.integration.assign;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.ProviderDocuments;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Registers what an assignment brings along and nobody registered before. Registering again does no harm. */
@Singleton
class Registration {

    private final Projects projects;
    private final ProviderDocuments documents;

    Registration(Projects projects, ProviderDocuments documents) {
        this.projects = projects;
        this.documents = documents;
    }

    /** Creates the project when there is none; then its key is returned, this once. */
    Optional<ProjectKey> ensureProject(String project) {
        return projects.create(new Project(project, Tier.IMPORTANT, Optional.empty()));
    }

    /** What is registered is never replaced: others rely on it. */
    Outcome register(Provider provider, Map<String, Object> document) {
        ProviderDocuments.Stored stands = documents.create(provider.id(), document);
        if (stands.isNew()) {
            return Outcome.REGISTERED;
        }
        return says(stands).filter(provider::equals).isPresent() ? Outcome.UNCHANGED : Outcome.KEPT_OTHER;
    }

    private static Optional<Provider> says(ProviderDocuments.Stored stored) {
        try {
            return Optional.of(ProviderDocument.read(stored.id(), stored.document()));
        } catch (InvalidInput outdated) {
            return Optional.empty();
        }
    }

    /** What became of a provider's document. */
    public enum Outcome {
        REGISTERED,
        /** The same document was there. */
        UNCHANGED,
        /** Another document stands under this id and stays. */
        KEPT_OTHER
    }
}
