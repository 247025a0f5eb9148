package dev.heir.integration.report;

import dev.heir.integration.call.NextSteps;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.knowledge.Advice;
import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Plan;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What could be done about a case, from facts only: what helped before, what is sold, what is not set up. */
final class Recommendations {

    private Recommendations() {}

    static List<CaseFile.Recommendation> of(Escalation escalation, Optional<Provider> provider, Optional<Entry> entry) {
        List<CaseFile.Recommendation> all = new ArrayList<>();
        if (escalation.triggers().contains(EscalationTrigger.COST_THRESHOLD_EXCEEDED)) {
            escalation.recommendations().forEach(told -> all.add(plain(told, "the budget's own figures")));
        }
        entry.ifPresent(known -> {
            known.resolutions().forEach(resolved -> all.add(byPerson(resolved)));
            known.remedies().stream()
                    .filter(tried -> tried.advice() != Advice.STANDARD_ORDER)
                    .forEach(tried -> all.add(byRecord(tried)));
        });
        provider.ifPresent(it -> {
            if (isLimit(escalation.symptom())) {
                it.plans().forEach(plan -> all.add(byPlan(plan)));
            }
            NextSteps.forOwner(it, escalation.symptom())
                    .forEach(step -> all.add(plain(step, "the provider's document has none")));
            if (it.probe().isEmpty()) {
                all.add(plain("declare a 'probe'", "without one its recovery is only seen when somebody calls"));
            }
        });
        if (escalation.isAboutPages()) {
            String why = escalation.pattern() == ErrorPattern.DATA_QUALITY
                    ? "its website was built anew, or shows it no more"
                    : "nobody else reads it again";
            escalation.recommendations().forEach(told -> all.add(plain(told, why)));
        } else if (provider.isEmpty()) {
            all.add(plain("register the provider again or resolve this case", "it is no longer registered"));
        }
        return all;
    }

    private static boolean isLimit(Symptom symptom) {
        return symptom.pattern() == ErrorPattern.RATE_LIMITING || symptom == Symptom.RATE_LIMIT_EXCEEDED;
    }

    private static CaseFile.Recommendation byPerson(Entry.Resolved resolved) {
        return plain(resolved.resolution(), "what " + resolved.by() + " did about the same error at " + resolved.at());
    }

    private static CaseFile.Recommendation byRecord(Entry.Tried tried) {
        String why = String.format(
                Locale.ROOT,
                "worked %d of %d times, at least %.0f%% proven",
                tried.successes(),
                tried.tries(),
                tried.proven() * 100);
        return new CaseFile.Recommendation(tried.remedy().name(), why, Optional.empty(), Optional.of(tried.advice()));
    }

    private static CaseFile.Recommendation byPlan(Plan plan) {
        return new CaseFile.Recommendation(
                "buy plan '" + plan.name() + "'",
                "it allows "
                        + String.join(
                                " and ",
                                plan.limits().stream().map(Limit::toString).toList()),
                Optional.of(plan.monthly() + " a month"),
                Optional.empty());
    }

    private static CaseFile.Recommendation plain(String what, String why) {
        return new CaseFile.Recommendation(what, why, Optional.empty(), Optional.empty());
    }
}
