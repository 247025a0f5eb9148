package dev.heir.integration.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes a provider's document in: what is wrong refuses it, what is only unfinished is told. */
public final class Registration {

    private final ProviderDocuments documents;
    private final Providers providers;
    private final Predicate<String> credentialed;

    /** @param credentialed whether a credential with this id is registered */
    public Registration(ProviderDocuments documents, Providers providers, Predicate<String> credentialed) {
        this.documents = documents;
        this.providers = providers;
        this.credentialed = credentialed;
    }

    /** @throws InvalidInput with all flaws; nothing was changed then */
    public Registered put(String id, Map<String, ?> document) {
        return put(id, document, Optional.empty());
    }

    /**
     * @param contract what is known of its operations' parameters and schemas; empty leaves the one that stands
     * @throws InvalidInput with all flaws; nothing was changed then
     */
    public Registered put(String id, Map<String, ?> document, Optional<Map<String, Object>> contract) {
        Provider provider = ProviderDocument.read(id, document);
        ProviderDocuments.Stored stored = documents.put(id, document, contract);
        return new Registered(
                id,
                stored.version(),
                stored.isNew(),
                ProviderDocument.warnings(
                        provider,
                        other -> providers.find(other).isPresent(),
                        name -> documents.mapping(id, name).isPresent(),
                        credentialed));
    }

    /**
     * @return whether it is new; empty when there is no such provider
     * @throws InvalidInput with all flaws
     */
    public Optional<Boolean> putMapping(String provider, String name, Map<String, ?> document) {
        if (!MappingDocument.NAME.matcher(name).matches()) {
            throw new InvalidInput("name", name, "must be a name of letters, digits, dots, hyphens, underscores");
        }
        MappingDocument.read(document);
        return documents.putMapping(provider, name, document);
    }

    /** @param warnings what will not work before something else is registered */
    public record Registered(String provider, long version, boolean isNew, List<Flaw> warnings) {}
}
