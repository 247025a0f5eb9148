package dev.heir.integration.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.scrape.PageUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanningTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SITE = "websites: ['https://example.com/a']";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            providers: [crm]                                        | api-specialist
            websites: ['https://example.com/a']                     | scraper-specialist
            {providers: [crm], websites: ['https://example.com/a']} | api-specialist,scraper-specialist
            """)
    void the_specialists_follow_from_what_is_needed(String requirement, String specialists) {
        Set<String> wanted = Set.of(specialists.split(","));
        WorkPlan plan = plan(requirement);

        assertThat(Planning.specialists(requirement(requirement)).stream().map(Specialist::wire))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(plan.phases())
                .allSatisfy(phase -> assertThat(phase.specialists().stream().map(Specialist::wire))
                        .containsExactlyInAnyOrderElementsOf(wanted));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            providers: [crm]                                             | -             | data          | platform
            {providers: [crm], realTime: true}                           | platform      | data          | platform
            {providers: [crm], dataVolume: {records: 9, per: 1d}}        | data          | data          | platform
            providers: [stripe]                                          | payment       | data,payment  | platform,payment
            providers: [shop-payments]                                   | payment       | data,payment  | platform,payment
            providers: [payload-store]                                   | -             | data          | platform
            websites: ['https://example.com/a']                          | data          | data          | platform
            {providers: [{provider: erp, baseUrl: 'http://10.0.0.7', internal: true}]} | platform | data | platform
            {providers: [{provider: erp, baseUrl: 'https://erp.example', operations: {listRefunds: {get: /r}}}]} | payment | data,payment | platform,payment
            """)
    void the_domains_follow_from_what_is_touched(String requirement, String first, String second, String third) {
        assertThat(plan(requirement).phases().stream().map(WorkPlan.Phase::domains))
                .containsExactly(domains(first), domains(second), domains(third));
    }

    @Test
    void authentication_is_work_only_where_requests_are_signed() {
        assertThat(works("providers: [crm]")).doesNotContain(Work.AUTHENTICATION_SETUP);
        assertThat(works("{providers: [crm], authentication: none}")).doesNotContain(Work.AUTHENTICATION_SETUP);
        assertThat(works("{providers: [crm], authentication: oauth2}")).contains(Work.AUTHENTICATION_SETUP);
        assertThat(works("{providers: [{provider: crm, baseUrl: 'https://crm.example', credentials: [crm]}]}"))
                .contains(Work.AUTHENTICATION_SETUP);
    }

    @Test
    void pages_of_one_host_are_one_piece_of_work_and_one_criterion_each() {
        WorkPlan.Phase first = plan("websites: ['https://a.example/1', 'https://a.example/2', 'https://b.example/']")
                .phases()
                .getFirst();

        assertThat(first.deliverables()).extracting(Deliverable::tool).containsExactly("a.example", "b.example");
        assertThat(first.criteria())
                .containsExactly(
                        new Criterion(SiteCheck.ROBOTS_ALLOW, "https://a.example/1"),
                        new Criterion(SiteCheck.ROBOTS_ALLOW, "https://a.example/2"),
                        new Criterion(SiteCheck.ROBOTS_ALLOW, "https://b.example/"));
    }

    @Test
    void a_volume_and_a_crawl_delay_are_checked_when_they_are_asked_for() {
        assertThat(checks("providers: [crm]")).doesNotContain(ProviderCheck.VOLUME_FITS);
        assertThat(checks("{providers: [crm], dataVolume: {records: 9, per: 1d}}"))
                .contains(ProviderCheck.VOLUME_FITS);
        assertThat(checks(SITE)).doesNotContain(SiteCheck.CRAWL_DELAY_KEPT);
        assertThat(checks("{" + SITE + ", ethicalConstraints: {crawlDelay: 2s}}"))
                .contains(SiteCheck.CRAWL_DELAY_KEPT);
    }

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

    private static Set<Domain> domains(String words) {
        return words.equals("-")
                ? Set.of()
                : Set.copyOf(Arrays.stream(words.split(","))
                        .map(word -> Domain.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                        .toList());
    }

    private static List<Work> works(String requirement) {
        return plan(requirement).phases().stream()
                .flatMap(phase -> phase.deliverables().stream())
                .map(Deliverable::work)
                .toList();
    }

    private static List<Check> checks(String requirement) {
        return plan(requirement).phases().stream()
                .flatMap(phase -> phase.criteria().stream())
                .map(Criterion::check)
                .toList();
    }

    private static WorkPlan plan(String requirement) {
        Map<String, Provider> known = request(requirement).providers();
        return Planning.plan(requirement(requirement), id -> Optional.ofNullable(known.get(id)));
    }

    private static Requirement requirement(String text) {
        return request(text).requirement();
    }

    private static AssignmentRequest request(String requirement) {
        String map = requirement.startsWith("{") ? requirement : "{" + requirement + "}";
        return AssignmentRequestTest.read("{project: shop, requirement: " + map + "}");
    }
}
