package dev.heir.integration.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.scrape.PageUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlanningPropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Property(tries = 300)
    void each_requirement_gets_three_phases_with_work_for_a_specialist_and_criteria_that_can_be_checked(
            @ForAll("requirements") Requirement requirement) {
        WorkPlan plan = Planning.plan(requirement, id -> Optional.empty());

        assertThat(Planning.specialists(requirement)).isNotEmpty();
        assertThat(plan.phases()).extracting(WorkPlan.Phase::name).containsExactly(PhaseName.values());
        assertThat(plan.phases()).allSatisfy(phase -> {
            assertThat(phase.specialists()).isNotEmpty();
            assertThat(phase.deliverables()).isNotEmpty();
            assertThat(phase.deliverables())
                    .allSatisfy(one -> assertThat(phase.specialists()).contains(one.specialist()));
            assertThat(phase.criteria()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(phase.criteria()).allSatisfy(criterion -> {
                assertThat(Check.of(criterion.check().wire())).isEqualTo(criterion.check());
                Finding finding = look(criterion, requirement);
                assertThat(finding.evidence()).isNotBlank();
                assertThat(finding.next().isPresent()).isEqualTo(finding.status() != Finding.Status.MET);
            });
        });
    }

    /** Nothing is recorded: what is met then is met by the lack of something, and says so. */
    private static Finding look(Criterion criterion, Requirement requirement) {
        return switch (criterion.check()) {
            case ProviderCheck check ->
                check.look(criterion.subject(), requirement.api().orElseThrow(), ProviderFacts.NONE, NOW);
            case SiteCheck check ->
                check.look(criterion.subject(), requirement.sites().orElseThrow(), SiteFacts.NONE, NOW);
        };
    }

    @Provide
    Arbitrary<Requirement> requirements() {
        Arbitrary<Optional<ApiNeed>> apis = Combinators.combine(
                        Arbitraries.of("stripe", "crm", "orders")
                                .list()
                                .ofMinSize(1)
                                .uniqueElements(),
                        Arbitraries.of(Authentication.values()),
                        Arbitraries.longs().between(1, 1_000_000_000_000L).optional(0.5),
                        Arbitraries.of(true, false))
                .as((ids, authentication, records, realTime) -> new ApiNeed(
                        ids,
                        Map.of(),
                        Map.of(ids.getFirst(), authentication),
                        Map.of(),
                        records.map(count -> new Volume(count, Duration.ofDays(1), 1)),
                        realTime))
                .optional(0.7);
        Arbitrary<Optional<SiteNeed>> sites = Combinators.combine(
                        Arbitraries.of("https://a.example/1", "https://a.example/2", "http://b.example:8080/")
                                .map(PageUrl::parse)
                                .list()
                                .ofMinSize(1)
                                .uniqueElements(),
                        Arbitraries.of(Map.<String, String>of(), Map.of("price", ".price"), Map.of("name", "")),
                        Arbitraries.of(true, false))
                .as((pages, data, polite) -> new SiteNeed(
                        pages, data, Optional.empty(), polite ? Optional.of(Duration.ofSeconds(1)) : Optional.empty()))
                .optional(0.7);
        return Combinators.combine(apis, sites)
                .filter((api, site) -> api.isPresent() || site.isPresent())
                .as(Requirement::new);
    }
}
