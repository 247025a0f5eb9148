package dev.heir.integration.assign;

import dev.heir.integration.provider.Limit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed from providers.
 *
 * @param providers by name; the documents that came with them are in {@code documents}
 * @param authentication how each provider wants its callers to sign, by provider; a provider that is missing here is
 *     taken as its document says
 * @param rateLimits the limits that the asker knows each provider to have, by provider
 * @param realTime whether only answers count that the provider gave just now
 */
public record ApiNeed(
        List<String> providers,
        Map<String, Map<String, Object>> documents,
        Map<String, Authentication> authentication,
        Map<String, List<Limit>> rateLimits,
        Optional<Volume> dataVolume,
        boolean realTime) {

    public ApiNeed {
        providers = List.copyOf(providers);
        documents = Map.copyOf(documents);
        authentication = Map.copyOf(authentication);
        rateLimits = Map.copyOf(rateLimits);
    }

    /** How the provider wants its callers to sign, as far as the asker says. */
    Authentication authenticationOf(String provider) {
        return authentication.getOrDefault(provider, Authentication.NONE);
    }
}
