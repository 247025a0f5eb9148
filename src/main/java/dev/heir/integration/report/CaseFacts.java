package dev.heir.integration.report;

import dev.heir.integration.health.Escalation;
import java.util.List;
import java.util.Map;

/** What the ledger knows about a case. */
public interface CaseFacts {

    /**
     * Reads the facts of the time from the case's first call to its resolution, or to now.
     */
    Facts about(Escalation escalation);

    /**
     * @param letDown by tier and project
     * @param uses of the provider in the last 24 hours of that time
     * @param retries attempts at the provider beyond the first of their call
     * @param charged those of them that the provider worked on, and so charges
     * @param down base URLs of the provider that failed when they were last asked, and how
     */
    record Facts(
            List<CaseFile.LetDown> letDown,
            List<CaseFile.Use> uses,
            List<CaseFile.AttemptedSolution> solutions,
            long retries,
            long charged,
            Map<String, String> down) {}
}
