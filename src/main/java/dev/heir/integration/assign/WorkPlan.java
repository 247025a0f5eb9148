package dev.heir.integration.assign;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
            // In the order of their declaration, so that every reader sees the same.
            specialists = Collections.unmodifiableSet(new TreeSet<>(specialists));
            domains = Collections.unmodifiableSet(new TreeSet<>(domains));
            deliverables = List.copyOf(deliverables);
            criteria = List.copyOf(criteria);
        }
    }
}
