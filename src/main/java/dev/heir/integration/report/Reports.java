package dev.heir.integration.report;

import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Escalations;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Standings;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.report.cost.Costs;
import dev.heir.integration.report.cost.Spending;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the domain report: the function {@code report}. */
@Singleton
public final class Reports {

    /** What happened within a day is what a report in the morning is about. */
    private static final Duration WINDOW = Duration.ofHours(24);

    /** More open cases than this nobody reads in a report; the list of all has the rest. */
    private static final int CASES = 50;

    /** The list of costs has the rest. */
    private static final int COSTS = 200;

    private static final Spending.Filter EVERYTHING = new Spending.Filter(Optional.empty(), Optional.empty());

    private final Activity activity;
    private final Standings standings;
    private final Escalations escalations;
    private final Providers providers;
    private final AssignmentSections assignments;
    private final Costs costs;
    private final Clock clock;

    Reports(
            Activity activity,
            Standings standings,
            Escalations escalations,
            Providers providers,
            AssignmentSections assignments,
            Costs costs,
            Clock clock) {
        this.activity = activity;
        this.standings = standings;
        this.escalations = escalations;
        this.providers = providers;
        this.assignments = assignments;
        this.costs = costs;
        this.clock = clock;
    }

    public DomainReport write() {
        Instant now = clock.instant();
        Instant since = now.minus(WINDOW);
        List<Activity.Traffic> traffic = activity.since(since);
        List<Standing> judged = standings.all();
        AssignmentSections.Written written = assignments.write();
        List<Escalation> cases = unresolved().toList();
        return new DomainReport(
                now,
                since,
                standings.troubled(),
                abridged(cases, written),
                Section.of(Rows.Project.of(traffic)),
                written.assignments(),
                written.deliverables(),
                Section.of(judged.stream().map(Rows.Api::of).toList()),
                // Answers are judged for their content when the room for data quality is opened.
                Section.nothing(),
                Section.of(Rows.Limits.of(providers.all(), traffic)),
                Section.of(Rows.Cost.of(traffic, costs.page(EVERYTHING, Optional.empty(), COSTS))),
                Section.of(Rows.Orbt.of(judged)),
                Section.of(cases.stream().map(Rows.Case::of).toList()),
                written.handoffs(),
                Rows.Captured.of(activity.known()));
    }

    private Map<String, String> abridged(List<Escalation> cases, AssignmentSections.Written written) {
        Map<String, String> abridged = new HashMap<>();
        long allCases = escalations.unresolved();
        if (cases.size() < allCases) {
            abridged.put("blockingIssues", cases.size() + " of " + allCases + " cases");
        }
        if (written.shown() < written.all()) {
            for (String section : List.of("specialistAssignments", "deliverables", "handoffReadiness")) {
                abridged.put(section, "those of " + written.shown() + " of " + written.all() + " assignments");
            }
        }
        return abridged;
    }

    private Stream<Escalation> unresolved() {
        return Stream.of(CaseState.Status.OPEN, CaseState.Status.ACKNOWLEDGED)
                .flatMap(status -> escalations.page(Optional.of(status), Optional.empty(), CASES).stream());
    }
}
