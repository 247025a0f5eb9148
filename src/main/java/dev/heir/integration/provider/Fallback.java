package dev.heir.integration.provider;

import java.util.Map;
import java.util.Optional;

/**
 * The provider that answers instead.
 *
 * @param mapping by operation of the failing provider; empty when both speak the same operations
 * @param mappingName the mapping's document, when it is kept beside the provider's
 */
public record Fallback(String provider, Map<String, Mapping> mapping, Optional<String> mappingName) {

    public Fallback {
        mapping = Map.copyOf(mapping);
    }

    /**
     * How one operation is asked of the other provider and its answer is read.
     *
     * @param parameters our parameter name to theirs; what is not named is passed on under its own name
     * @param response a JSON template whose string leaves that start with {@code $/} are JSON Pointers (RFC 6901)
     *     behind the {@code $} into their body; empty when the body is passed on as it is
     */
    public record Mapping(String operation, Map<String, String> parameters, Map<String, Object> response) {

        public Mapping {
            parameters = Map.copyOf(parameters);
            response = Map.copyOf(response);
        }
    }
}
