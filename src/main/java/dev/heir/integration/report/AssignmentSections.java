package dev.heir.integration.report;

import dev.heir.integration.assign.Assignments;
import dev.heir.integration.assign.CheckedAssignment;
import dev.heir.integration.assign.Domain;
import dev.heir.integration.assign.Finding;
import dev.heir.integration.assign.PhaseName;
import dev.heir.integration.assign.Specialist;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The sections about assignments, each criterion looked at while the report is written. */
@Singleton
final class AssignmentSections {

    /** Each is inspected anew, so a report names the newest few. */
    private static final int MOST = 10;

    private final LatestAssignments latest;
    private final Assignments assignments;

    AssignmentSections(LatestAssignments latest, Assignments assignments) {
        this.latest = latest;
        this.assignments = assignments;
    }

    Written write() {
        List<CheckedAssignment> checked = latest.latest(MOST).stream()
                .flatMap(id -> assignments.find(id).stream())
                .toList();
        List<Delivery> deliverables = new ArrayList<>();
        List<Handoff> handoffs = new ArrayList<>();
        for (CheckedAssignment assignment : checked) {
            for (CheckedAssignment.Phase phase : assignment.phases()) {
                phase.deliverables().forEach(one -> deliverables.add(Delivery.of(one, phase)));
                phase.domains().stream()
                        .sorted()
                        .forEach(domain -> handoffs.add(Handoff.of(domain, assignment.project(), phase)));
            }
        }
        return new Written(
                Section.of(checked.stream().map(Line::of).toList()),
                Section.of(deliverables),
                Section.of(handoffs),
                checked.size(),
                latest.count());
    }

    /** @param shown assignments that the sections are about, of how many */
    record Written(Section assignments, Section deliverables, Section handoffs, long shown, long all) {}

    /** @param met criteria that are met, of how many */
    @RegisterForReflection
    record Line(
            String assignment,
            String project,
            Set<Specialist> specialists,
            boolean complete,
            String met,
            int openPoints,
            Instant createdAt) {

        static Line of(CheckedAssignment assignment) {
            return new Line(
                    assignment.id().toString(),
                    assignment.project(),
                    assignment.specialists(),
                    assignment.complete(),
                    assignment.phases().stream()
                                    .mapToLong(AssignmentSections::met)
                                    .sum() + " of "
                            + assignment.phases().stream()
                                    .mapToLong(phase -> phase.successCriteria().size())
                                    .sum(),
                    assignment.openPoints().size(),
                    assignment.createdAt());
        }
    }

    /** @param phaseComplete whether all criteria of its phase are met */
    @RegisterForReflection
    record Delivery(
            String id,
            String section,
            Specialist specialist,
            String tool,
            String yields,
            PhaseName phase,
            boolean phaseComplete) {

        static Delivery of(CheckedAssignment.Delivered delivered, CheckedAssignment.Phase phase) {
            return new Delivery(
                    delivered.id(),
                    delivered.section(),
                    delivered.specialist(),
                    delivered.tool(),
                    delivered.yields(),
                    phase.name(),
                    phase.complete());
        }
    }

    /**
     * What is handed to a domain.
     *
     * @param readiness what the domain's own criteria say; they are its, not those of our phase
     * @param phaseComplete whether all criteria of the phase are met that coordinates with the domain
     * @param open criteria of the phase that are not met yet
     */
    @RegisterForReflection
    record Handoff(
            Domain domain,
            String project,
            PhaseName phase,
            String readiness,
            boolean phaseComplete,
            List<String> open) {

        /** No domain has criteria of its own that could be looked at. */
        static final String NOT_CHECKED = "not checked yet";

        static Handoff of(Domain domain, String project, CheckedAssignment.Phase phase) {
            return new Handoff(
                    domain,
                    project,
                    phase.name(),
                    NOT_CHECKED,
                    phase.complete(),
                    phase.successCriteria().stream()
                            .filter(one -> one.status() != Finding.Status.MET)
                            .map(one -> one.check() + " " + one.subject())
                            .toList());
        }
    }

    private static long met(CheckedAssignment.Phase phase) {
        return phase.successCriteria().stream()
                .filter(one -> one.status() == Finding.Status.MET)
                .count();
    }
}
