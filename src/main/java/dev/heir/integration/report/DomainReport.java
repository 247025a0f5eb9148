package dev.heir.integration.report;

import java.time.Instant;
import java.util.Map;

/**
 * The report on everything, each section from real data of the window or with the words that there is nothing yet.
 *
 * @param since where the window of everything that is counted begins
 * @param ownTrouble whether our own network seems down: then the standings are those of before
 * @param abridged sections that do not show all there is, with how many of how many they show
 */
public record DomainReport(
        Instant generatedAt,
        Instant since,
        boolean ownTrouble,
        Map<String, String> abridged,
        Section projectStatus,
        Section specialistAssignments,
        Section deliverables,
        Section apiHealth,
        Section dataQuality,
        Section rateLimitStatus,
        Section cost,
        Section orbtStatus,
        Section blockingIssues,
        Section handoffReadiness,
        Section knowledgeCaptured) {

    public DomainReport {
        abridged = Map.copyOf(abridged);
    }
}
