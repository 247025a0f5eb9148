package dev.heir.integration.provider;

import java.util.Optional;
import java.util.Set;

/**
 * Which providers a project's key may ask.
 *
 * @param providers by their ids, registered or not; empty for all of them and for websites
 */
public record Reach(Optional<Set<String>> providers) {

    public static final Reach WHOLE = new Reach(Optional.empty());

    public Reach {
        providers = providers.map(Set::copyOf);
    }

    public boolean allows(String provider) {
        return providers.map(some -> some.contains(provider)).orElse(true);
    }

    public boolean isWhole() {
        return providers.isEmpty();
    }
}
