package dev.heir.integration.assign;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.Providers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at every criterion of an assignment against what is recorded right now. */
@Singleton
class Inspection {

    /** Well within the 29 seconds that an answer through API Gateway may take. */
    private static final Duration TIME = Duration.ofSeconds(8);

    private final Evidence evidence;
    private final Providers providers;
    private final Clock clock;

    Inspection(Evidence evidence, Providers providers, Clock clock) {
        this.evidence = evidence;
        this.providers = providers;
        this.clock = clock;
    }

    CheckedAssignment look(Assignment assignment) {
        Requirement requirement =
                RequirementDocument.read(Fields.of(assignment.document())).orElseThrow();
        Facts facts = new Facts(
                assignment.project(),
                evidence,
                providers,
                clock,
                clock.instant().plus(TIME));
        OpenPoints openPoints = new OpenPoints();
        List<CheckedAssignment.Phase> phases = assignment.phases().stream()
                .map(numbered -> phase(numbered, requirement, facts, openPoints))
                .toList();
        return new CheckedAssignment(
                assignment.id(),
                assignment.project(),
                assignment.createdAt(),
                Optional.empty(),
                Optional.empty(),
                assignment.document(),
                Planning.specialists(requirement),
                phases.stream().allMatch(CheckedAssignment.Phase::complete),
                phases,
                openPoints.list());
    }

    private static CheckedAssignment.Phase phase(
            Assignment.NumberedPhase numbered, Requirement requirement, Facts facts, OpenPoints openPoints) {
        WorkPlan.Phase phase = numbered.phase();
        List<CheckedAssignment.Checked> checked = phase.criteria().stream()
                .map(criterion -> check(criterion, requirement, facts, openPoints))
                .toList();
        return new CheckedAssignment.Phase(
                phase.name(),
                numbered.id().toString(),
                DprId.section(numbered.id().operation()),
                phase.name().yields(),
                phase.specialists(),
                phase.domains(),
                delivered(numbered),
                checked,
                checked.stream().allMatch(one -> one.status() == Finding.Status.MET));
    }

    private static CheckedAssignment.Checked check(
            Criterion criterion, Requirement requirement, Facts facts, OpenPoints openPoints) {
        String subject = criterion.subject();
        Facts.Look look =
                switch (criterion.check()) {
                    case ProviderCheck check ->
                        facts.ofProvider(
                                subject,
                                (seen, now) ->
                                        check.look(subject, requirement.api().orElseThrow(), seen, now));
                    case SiteCheck check ->
                        facts.ofSite(
                                subject,
                                (seen, now) ->
                                        check.look(subject, requirement.sites().orElseThrow(), seen, now));
                };
        openPoints.add(criterion, look.finding());
        return new CheckedAssignment.Checked(
                criterion.check().wire(),
                subject,
                criterion.check().demands(),
                look.finding().status(),
                look.finding().evidence(),
                look.at());
    }

    private static List<CheckedAssignment.Delivered> delivered(Assignment.NumberedPhase numbered) {
        List<CheckedAssignment.Delivered> delivered = new ArrayList<>();
        for (int i = 0; i < numbered.ids().size(); i++) {
            DprId id = numbered.ids().get(i);
            Deliverable deliverable = numbered.phase().deliverables().get(i);
            delivered.add(new CheckedAssignment.Delivered(
                    id.toString(),
                    DprId.section(id.operation()),
                    deliverable.work(),
                    deliverable.specialist(),
                    deliverable.tool(),
                    deliverable.yields()));
        }
        return delivered;
    }
}
