package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.Flaw;
import java.util.List;
import java.util.Map;

/**
 * What an OpenAPI document became.
 *
 * @param document the provider's document, in our form
 * @param contract its operations' parameters and schemas
 * @param own what of it was ours already
 * @param remarks what was not understood and left out, and what was decided
 */
record Made(Map<String, Object> document, Map<String, Object> contract, Own own, Summary summary, List<Flaw> remarks) {

    /**
     * What was made, in numbers.
     *
     * @param openapi the version that the document is written in
     * @param operations how many there are
     * @param leftOut how many are not: the warnings say why
     * @param renamed how many have a name that is not their operationId letter for letter
     * @param paginated how many have a hint of how their lists go on
     * @param idempotent how many take an idempotency key
     * @param schemas how many named ones the contract has
     * @param credentials what it asks for; each is registered apart
     */
    public record Summary(
            String openapi,
            String title,
            int operations,
            int leftOut,
            int renamed,
            int paginated,
            int idempotent,
            int schemas,
            List<NeededCredential> credentials) {}
}
