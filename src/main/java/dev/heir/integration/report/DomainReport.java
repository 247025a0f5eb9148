package dev.heir.integration.report;

import java.time.Instant;

/**
 * The report on everything, each section from real data of the window or with the words that there is nothing yet.
 *
 * @param since where the window of everything that is counted begins
 * @param ownTrouble whether our own network seems down: then the standings are those of before
 */
public record DomainReport(
        Instant generatedAt,
        Instant since,
        boolean ownTrouble,
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
        Section knowledgeCaptured) {}
