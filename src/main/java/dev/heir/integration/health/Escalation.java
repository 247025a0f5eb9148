package dev.heir.integration.health;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A case for a person, as it is kept; its report is made of facts when it is read.
 *
 * @param cause one open case per cause
 * @param operation of the call it was opened with
 * @param signature key of the error signature that opened it
 * @param triggers all that it was opened for, and what was added since
 * @param recommendations noted when it was opened or added to
 * @param firstCall DPR id of the call it was opened with
 * @param calls that were added to it, or pages
 */
public record Escalation(
        String id,
        String cause,
        String provider,
        String operation,
        ErrorPattern pattern,
        Symptom symptom,
        Optional<String> signature,
        List<EscalationTrigger> triggers,
        List<String> recommendations,
        String firstCall,
        Instant openedAt,
        Instant lastSeen,
        long calls,
        CaseState state) {

    public Escalation {
        triggers = List.copyOf(triggers);
        recommendations = List.copyOf(recommendations);
    }

    /** The section of the work that is struck, which the first call's id tells. */
    public String section() {
        String[] parts = firstCall.split("\\.");
        return DprId.section(parts.length > 2 ? parts[2] : "");
    }

    /** Whether it is about pages of a website, which nobody registers. */
    public boolean isAboutPages() {
        return section().equals(DprId.section("web_scraping"));
    }

    /** Where it stands in the list of all. */
    public String position() {
        return openedAt + " " + id;
    }
}
