package dev.heir.integration.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Colour;
import dev.heir.integration.knowledge.Advice;
import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The report a person decides by: every field is made of facts of the ledger, the provider's document and what is known.
 *
 * @param cause there is one open case per cause
 * @param resolved what ended it, and who
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CaseFile(
        String id,
        CaseState.Status status,
        String cause,
        Urgency urgency,
        IssueType issueType,
        BusinessImpact businessImpact,
        AffectedIntegrations affectedIntegrations,
        List<AttemptedSolution> attemptedSolutions,
        List<Recommendation> specialistRecommendations,
        List<Alternative> alternatives,
        CostImplications costImplications,
        Instant openedAt,
        Instant lastSeenAt,
        Optional<CaseState.Acknowledged> acknowledged,
        Optional<Closed> resolved) {

    /** How a resolved case ended. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Closed(String by, Instant at, String resolution, Optional<Remedy> remedy) {}

    /**
     * What is wrong.
     *
     * @param message how the error was worded the last time
     * @param firstCall DPR id of the call that told of it first
     * @param section of the work that is struck
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record IssueType(
            ErrorPattern pattern,
            Symptom symptom,
            String provider,
            String operation,
            Optional<String> signature,
            Optional<String> message,
            List<EscalationTrigger> triggers,
            String firstCall,
            String section) {}

    /**
     * What it costs those who called; our own probes are not among them.
     *
     * @param callsLetDown calls of this cause that the provider should have answered and did not
     * @param since the first of them
     * @param perHour in the last hour of the case
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record BusinessImpact(
            Criticality criticality,
            long callsLetDown,
            long unanswered,
            Optional<Instant> since,
            Optional<Instant> last,
            long perHour,
            List<LetDown> byTierAndProject) {}

    /**
     * Calls of one tier and project.
     *
     * @param calls let down
     * @param unanswered of those, the ones that got no answer from anywhere
     * @param lastHour of those, the ones in the last hour of the case
     */
    public record LetDown(
            Tier tier, String project, long calls, long unanswered, long lastHour, Instant first, Instant last) {}

    /**
     * Who is struck.
     *
     * @param projects that used the provider in the last 24 hours of the case
     * @param fallbackOf providers that name this one as their fallback
     */
    public record AffectedIntegrations(List<Use> projects, List<String> fallbackOf) {}

    /** A project's use of the provider in the last 24 hours of the case. */
    public record Use(String project, long calls, Instant last) {}

    /** A remedy, how often it was tried during the case, and how often it worked. */
    public record AttemptedSolution(int strike, Remedy remedy, long tries, long worked) {}

    /**
     * What could be done.
     *
     * @param price where it costs money
     * @param advice where it is a remedy that was tried before
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Recommendation(String what, String why, Optional<String> price, Optional<Advice> advice) {}

    /**
     * What may stand in.
     *
     * @param standing empty when nobody judged it yet
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Alternative(String kind, String name, Optional<Colour> standing, String detail) {}

    /**
     * In money, where the provider's document names prices.
     *
     * @param callsLetDown the price of those calls, had they been answered
     * @param retries attempts beyond the first of their call during the case
     * @param retried the price of those that the provider worked on: what it refused it does not charge
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record CostImplications(
            Optional<String> pricePerCall,
            Optional<String> callsLetDown,
            long retries,
            Optional<String> retried,
            List<Offer> plans) {}

    /** A plan the provider sells. */
    public record Offer(String plan, String monthly) {}
}
