package dev.heir.integration.report;

import dev.heir.integration.health.Escalation;
import java.util.List;
import java.util.Set;

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
     * @param down base URLs of the provider whose circuit is open now
     */
    record Facts(
            List<CaseFile.LetDown> letDown,
            List<CaseFile.Use> uses,
            List<CaseFile.AttemptedSolution> solutions,
            long retries,
            Set<String> down) {}
}
