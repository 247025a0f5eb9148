package dev.heir.integration.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Phase;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Vitals;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.report.cost.CostLine;
import dev.heir.integration.report.cost.Costs;
import dev.heir.integration.strike.EscalationTrigger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands in the lines of a report's sections. */
final class Rows {

    private Rows() {}

    /** A project's calls of the window. */
    @RegisterForReflection
    record Project(
            String project,
            long calls,
            long live,
            long substituted,
            long deferred,
            long skipped,
            long unanswered,
            Instant lastCall) {

        static List<Project> of(List<Activity.Traffic> traffic) {
            Map<String, Project> projects = new TreeMap<>();
            for (Activity.Traffic one : traffic) {
                projects.merge(
                        one.project(),
                        new Project(
                                one.project(),
                                one.calls(),
                                one.live(),
                                one.substituted(),
                                one.deferred(),
                                one.skipped(),
                                one.unanswered(),
                                one.last()),
                        Project::plus);
            }
            return List.copyOf(projects.values());
        }

        private Project plus(Project other) {
            return new Project(
                    project,
                    calls + other.calls,
                    live + other.live,
                    substituted + other.substituted,
                    deferred + other.deferred,
                    skipped + other.skipped,
                    unanswered + other.unanswered,
                    lastCall.isAfter(other.lastCall) ? lastCall : other.lastCall);
        }
    }

    /** A provider's standing, short. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Api(
            String provider,
            Colour colour,
            Phase phase,
            Optional<Double> availability,
            Optional<Double> errorRate,
            Optional<Long> p95Millis,
            List<String> reasons) {

        static Api of(Standing standing) {
            Vitals vitals = standing.vitals();
            return new Api(
                    standing.provider(),
                    standing.colour(),
                    standing.phase(),
                    vitals.availability(),
                    vitals.errorRate(),
                    vitals.latency().map(latency -> latency.p95().toMillis()),
                    standing.reasons());
        }
    }

    /** A provider with limits, or one that limited us. */
    @RegisterForReflection
    record Limits(String provider, List<String> declared, long calls, long limited) {

        static List<Limits> of(List<Provider> providers, List<Activity.Traffic> traffic) {
            return providers.stream()
                    .sorted(Comparator.comparing(Provider::id))
                    .map(provider -> new Limits(
                            provider.id(),
                            provider.limits().stream().map(Limit::toString).toList(),
                            of(provider, traffic)
                                    .mapToLong(Activity.Traffic::calls)
                                    .sum(),
                            of(provider, traffic)
                                    .mapToLong(Activity.Traffic::limited)
                                    .sum()))
                    .filter(limits -> !limits.declared().isEmpty() || limits.limited() > 0)
                    .toList();
        }

        private static java.util.stream.Stream<Activity.Traffic> of(Provider provider, List<Activity.Traffic> traffic) {
            return traffic.stream().filter(one -> one.provider().equals(provider.id()));
        }
    }

    /**
     * What a project's calls of a provider cost.
     *
     * @param amount in the window of the report
     * @param month this calendar month in UTC
     * @param budget the project's, with the share that is spent
     * @param exhausted when it ends, if things go on as they did
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Cost(
            String project,
            String provider,
            Optional<String> amount,
            String month,
            Optional<String> budget,
            Optional<String> exhausted) {

        static List<Cost> of(List<Activity.Traffic> traffic, List<Costs.Line> month) {
            List<Cost> costs = new ArrayList<>();
            for (Costs.Line line : month) {
                CostLine cost = line.cost();
                cost.spent()
                        .ifPresent(spent -> costs.add(new Cost(
                                cost.project(),
                                cost.provider(),
                                amount(traffic, cost),
                                spent,
                                cost.ofProject()
                                        .budget()
                                        .map(budget -> Math.round(budget.share() * 100) + "% of " + budget.amount()),
                                cost.ofProject().budget().map(budget -> budget.forecast()
                                        .exhausted()))));
            }
            return costs;
        }

        private static Optional<String> amount(List<Activity.Traffic> traffic, CostLine cost) {
            return traffic.stream()
                    .filter(one -> one.project().equals(cost.project())
                            && one.provider().equals(cost.provider()))
                    .flatMap(one -> one.cost().stream())
                    .filter(money -> cost.spent()
                            .filter(spent ->
                                    spent.endsWith(" " + money.currency().getCurrencyCode()))
                            .isPresent())
                    .findFirst()
                    .map(Money::toString);
        }
    }

    /** How many providers are in which phase, and which. */
    static final class Orbt {

        private Orbt() {}

        static Map<String, List<String>> of(List<Standing> judged) {
            Map<Phase, List<String>> phases = new EnumMap<>(Phase.class);
            judged.forEach(standing -> phases.computeIfAbsent(standing.phase(), phase -> new ArrayList<>())
                    .add(standing.provider()));
            Map<String, List<String>> named = new TreeMap<>();
            phases.forEach((phase, names) -> named.put(phase.name(), names));
            return named;
        }
    }

    /** A case that is not resolved. */
    @RegisterForReflection
    record Case(
            String escalation,
            CaseState.Status status,
            String cause,
            List<EscalationTrigger> triggers,
            Instant openedAt,
            long calls) {

        static Case of(Escalation escalation) {
            return new Case(
                    escalation.id(),
                    escalation.state().status(),
                    escalation.cause(),
                    escalation.triggers(),
                    escalation.openedAt(),
                    escalation.calls());
        }
    }

    /** What was learnt. */
    static final class Captured {

        private Captured() {}

        static Section of(Activity.Known known) {
            return known.signatures() == 0 ? Section.nothing() : new Section(known);
        }
    }
}
