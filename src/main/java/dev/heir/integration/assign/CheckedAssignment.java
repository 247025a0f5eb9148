package dev.heir.integration.assign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An assignment with every criterion looked at just now, as its reader gets it.
 *
 * @param projectKey only in the answer to the request that created the project
 * @param providers what became of the provider documents that came with it; only in the answer to that request
 * @param openPoints what is still to be done, with the request that does it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CheckedAssignment(
        UUID id,
        String project,
        Instant createdAt,
        Optional<String> projectKey,
        Optional<Map<String, Registration.Outcome>> providers,
        Map<String, Object> requirement,
        Set<Specialist> specialists,
        boolean complete,
        List<Phase> phases,
        List<OpenPoint> openPoints) {

    /** @param complete whether every criterion is met */
    public record Phase(
            PhaseName name,
            String id,
            String section,
            String yields,
            Set<Specialist> specialists,
            Set<Domain> domains,
            List<Delivered> deliverables,
            List<Checked> successCriteria,
            boolean complete) {}

    /** A deliverable under its id. */
    public record Delivered(String id, String section, Work work, Specialist specialist, String tool, String yields) {}

    /** @param checkedAt when the facts were read that the evidence tells of */
    public record Checked(
            String check, String subject, String demands, Finding.Status status, String evidence, Instant checkedAt) {}

    /**
     * @param checks those that it brings closer
     * @param next the exact request to send
     */
    public record OpenPoint(String subject, List<String> checks, String why, NextStep next) {}

    /** As the answer to the request that created it has it. */
    CheckedAssignment created(Optional<String> key, Map<String, Registration.Outcome> registered) {
        return new CheckedAssignment(
                id,
                project,
                createdAt,
                key,
                Optional.of(registered),
                requirement,
                specialists,
                complete,
                phases,
                openPoints);
    }

    /** @param more open points that only this answer knows of */
    CheckedAssignment withMore(List<OpenPoint> more) {
        return new CheckedAssignment(
                id,
                project,
                createdAt,
                projectKey,
                providers,
                requirement,
                specialists,
                complete,
                phases,
                Stream.concat(more.stream(), openPoints.stream()).toList());
    }
}
