package dev.heir.integration.strike;

import dev.heir.integration.provider.Criticality;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a person is asked, and says every reason why. */
public final class Triggers {

    /** Once is chance. */
    private static final int REPEATED = 2;

    private Triggers() {}

    /**
     * The triggers in the order of their declaration; empty when nobody is asked.
     *
     * @param strikeThree whether both strikes were spent and the call stays unanswered
     * @param symptom the one that decided the outcome
     * @param outage how long the provider has not answered well, when it does not
     * @param sustainedAfter from which length on an outage is a sustained one
     * @param timesSeenInWindow how often the signature was seen within its window, this time included
     */
    public static List<EscalationTrigger> of(
            boolean strikeThree,
            Symptom symptom,
            Tier tier,
            Criticality criticality,
            Optional<Duration> outage,
            Duration sustainedAfter,
            int timesSeenInWindow) {
        List<EscalationTrigger> triggers = new ArrayList<>();
        if (strikeThree) {
            triggers.add(EscalationTrigger.STRIKE_THREE);
        }
        if (outage.filter(length -> length.compareTo(sustainedAfter) >= 0).isPresent()) {
            triggers.add(EscalationTrigger.SUSTAINED_OUTAGE);
        }
        boolean matters = tier == Tier.CRITICAL || criticality.compareTo(Criticality.HIGH) >= 0;
        if (strikeThree && matters && symptom.pattern() == ErrorPattern.API_FAILURE) {
            triggers.add(EscalationTrigger.CRITICAL_DEPENDENCY_FAILURE);
        }
        if (strikeThree && tier == Tier.CRITICAL && isLimit(symptom)) {
            triggers.add(EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT);
        }
        if (timesSeenInWindow >= REPEATED) {
            triggers.add(EscalationTrigger.REPEATED_SIGNATURE);
        }
        return List.copyOf(triggers);
    }

    /** A limit told with 403 or 503 belongs to the other pattern, and is a limit all the same. */
    private static boolean isLimit(Symptom symptom) {
        return symptom == Symptom.RATE_LIMIT_EXCEEDED || symptom.pattern() == ErrorPattern.RATE_LIMITING;
    }
}
