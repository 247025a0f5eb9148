package dev.heir.integration.assign;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where assignments are kept. */
public interface WorkOrders {

    /**
     * Stores the assignment and gives ids to its phases and deliverables, all or nothing, so that no step is lost.
     * When one with the same idempotency key is there already, that one is returned and nothing is stored.
     */
    Assignment create(Draft draft);

    Optional<Assignment> find(UUID id);

    Optional<Assignment> byIdempotencyKey(String key);

    /**
     * An assignment that has no id yet.
     *
     * @param fingerprint equal for requests that ask for the same
     * @param document the requirement as it was written
     */
    record Draft(
            String project,
            Optional<String> idempotencyKey,
            String fingerprint,
            Map<String, Object> document,
            WorkPlan plan) {}
}
