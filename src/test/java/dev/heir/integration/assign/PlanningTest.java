package dev.heir.integration.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanningTest {

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
        assertThat(works("{providers: [crm], authentication: oauth2-client-credentials}"))
                .contains(Work.AUTHENTICATION_SETUP);
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
