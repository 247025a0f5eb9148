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
     * @param request what is sent instead of what was asked, made of its {@code params} and {@code body}; empty when the
     *     parameters and the body are passed on
     * @param response what is made of their body; empty when it is passed on as it is
     */
    public record Mapping(
            String operation,
            Map<String, String> parameters,
            Optional<RequestTemplate> request,
            Optional<Template> response) {

        public Mapping {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * @param params all that are sent; none when those asked with are passed on
     * @param body to be sent as JSON; empty when the body is passed on, or is a form
     * @param form to be sent as a form (RFC 1866, section 8.2.1), field by field
     */
    public record RequestTemplate(Map<String, Template> params, Optional<Template> body, Map<String, Template> form) {}
}
