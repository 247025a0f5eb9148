package dev.heir.integration.assign;

import dev.heir.integration.provider.DprId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A stored work order.
 *
 * @param fingerprint of the request it came from
 * @param document the requirement as it was written
 * @param phases all three, in their order
 */
public record Assignment(
        UUID id,
        String project,
        Instant createdAt,
        String fingerprint,
        Map<String, Object> document,
        List<NumberedPhase> phases) {

    public Assignment {
        phases = List.copyOf(phases);
    }

    /** @param ids of the phase's deliverables, in their order */
    public record NumberedPhase(DprId id, WorkPlan.Phase phase, List<DprId> ids) {

        public NumberedPhase {
            ids = List.copyOf(ids);
        }
    }
}
