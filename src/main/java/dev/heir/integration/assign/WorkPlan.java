package dev.heir.integration.assign;

import java.util.List;
import java.util.Set;

/**
 * What will be done, and how it will be seen that it was.
 *
 * @param phases all three, in their order
 */
public record WorkPlan(List<Phase> phases) {

    public WorkPlan {
        phases = List.copyOf(phases);
    }

    /**
     * @param work the kind of the phase's own id
     * @param domains to coordinate with
     */
    public record Phase(
            PhaseName name,
            Work work,
            Set<Specialist> specialists,
            Set<Domain> domains,
            List<Deliverable> deliverables,
            List<Criterion> criteria) {

        public Phase {
            specialists = Set.copyOf(specialists);
            domains = Set.copyOf(domains);
            deliverables = List.copyOf(deliverables);
            criteria = List.copyOf(criteria);
        }
    }
}
