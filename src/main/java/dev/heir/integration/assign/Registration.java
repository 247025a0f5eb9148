package dev.heir.integration.assign;

import dev.heir.integration.provider.Provider;
import java.util.Map;
import java.util.Optional;

/** The administration, as far as an assignment needs it. */
public interface Registration {

    /** Creates the project when there is none; then its key is returned, this once. */
    Optional<String> ensureProject(String project);

    /**
     * Registers the provider when no other document stands under its id; what is there is never replaced, since others
     * rely on it.
     */
    Outcome register(Provider provider, Map<String, Object> document);

    /** What became of a provider's document. */
    enum Outcome {
        REGISTERED,
        /** The same document was there. */
        UNCHANGED,
        /** Another document stands under this id and stays. */
        KEPT_OTHER
    }
}
