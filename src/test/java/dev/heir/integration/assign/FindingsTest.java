package dev.heir.integration.assign;

import static dev.heir.integration.assign.Finding.Status.MET;
import static dev.heir.integration.assign.Finding.Status.NOT_MET;
import static dev.heir.integration.assign.Finding.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.scrape.ScrapeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CALL = "INTEGRATION.SHOP.API_INTEGRATION.CRM.20000.007";
    private static final String PAGE = "https://example.com/prices";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LIMIT_KNOWN        | {}                                              | -                                                     | NOT_MET
            LIMIT_KNOWN        | {limits: [{requests: 5, per: 1s}]}              | -                                                     | MET
            LIMIT_KNOWN        | {limits: [{requests: 5, per: 1s}]}              | rateLimits: [{requests: 300, per: 1m}]                | MET
            LIMIT_KNOWN        | {limits: [{requests: 6, per: 1s}]}              | rateLimits: [{requests: 300, per: 1m}]                | NOT_MET
            LIMIT_KNOWN        | {limits: [{requests: 100, per: 1h}]}            | rateLimits: [{requests: 300, per: 1m}]                | NOT_MET
            VOLUME_FITS        | {}                                              | dataVolume: {records: 10, per: 1d}                    | UNKNOWN
            VOLUME_FITS        | {limits: [{requests: 1000, per: 1d}]}           | dataVolume: {records: 1000, per: 1d}                  | MET
            VOLUME_FITS        | {limits: [{requests: 1000000000000, per: 1d}], operations: {a: {get: /, cost: 1000000000}}} | dataVolume: {records: 1000000000000, per: 1d} | NOT_MET
            VOLUME_FITS        | {limits: [{requests: 1000, per: 1d}]}           | dataVolume: {records: 1001, per: 1d}                  | NOT_MET
            VOLUME_FITS        | {limits: [{requests: 1000, per: 1d}]}           | dataVolume: {records: 9999, per: 1d, recordsPerCall: 10} | MET
            VOLUME_FITS        | {limits: [{requests: 1000, per: 1d}], operations: {list: {get: /l, cost: 2}}} | dataVolume: {records: 600, per: 1d} | NOT_MET
            VOLUME_FITS        | {limits: [{requests: 2, per: 1s}, {requests: 1, per: 1h}]} | dataVolume: {records: 25, per: 1d}         | NOT_MET
            CREDENTIAL_STORED  | {}                                              | -                                                     | MET
            CREDENTIAL_STORED  | {}                                              | authentication: bearer                                | NOT_MET
            CREDENTIAL_STORED  | {credentials: [known]}                          | authentication: bearer                                | MET
            CREDENTIAL_STORED  | {credentials: [known, other]}                   | -                                                     | NOT_MET
            CREDENTIAL_ACCEPTED | {}                                             | -                                                     | MET
            CREDENTIAL_ACCEPTED | {credentials: [known]}                         | -                                                     | UNKNOWN
            WAY_OUT_DECLARED   | {}                                              | -                                                     | MET
            WAY_OUT_DECLARED   | {criticality: critical}                         | -                                                     | NOT_MET
            WAY_OUT_DECLARED   | {criticality: critical, fallback: {provider: b}} | -                                                    | MET
            WAY_OUT_DECLARED   | {criticality: critical, degraded: {body: {}}}   | -                                                     | MET
            PROBE_CONFIGURED   | {}                                              | -                                                     | NOT_MET
            PROBE_CONFIGURED   | {operations: {ping: {get: /p}}, probe: {operation: ping}} | -                                           | MET
            """)
    void a_providers_document_is_held_against_the_requirement(
            ProviderCheck check, String document, String need, Finding.Status status) {
        assertThat(check.look("crm", need(need), registered(document), NOW).status())
                .isEqualTo(status);
    }

    static Stream<Arguments> traffic() {
        ProviderFacts none = registered("{credentials: [known]}");
        ProviderFacts hourly = registered("{operations: {ping: {get: /p}}, probe: {operation: ping, every: 1h}}");
        return Stream.of(
                Arguments.of(ProviderCheck.PROVIDER_REGISTERED, ProviderFacts.NONE, NOT_MET),
                Arguments.of(ProviderCheck.ANSWERED_LIVE, none, NOT_MET),
                Arguments.of(ProviderCheck.ANSWERED_LIVE, live(none, Duration.ofHours(24)), MET),
                Arguments.of(
                        ProviderCheck.ANSWERED_LIVE,
                        live(none, Duration.ofHours(24).plusMillis(1)),
                        NOT_MET),
                Arguments.of(ProviderCheck.CREDENTIAL_ACCEPTED, signed(none, false), MET),
                Arguments.of(ProviderCheck.CREDENTIAL_ACCEPTED, signed(none, true), NOT_MET),
                Arguments.of(ProviderCheck.CALLS_ANSWERED, day(none, 1, 1), UNKNOWN),
                Arguments.of(ProviderCheck.CALLS_ANSWERED, day(none, 20, 19), MET),
                Arguments.of(ProviderCheck.CALLS_ANSWERED, day(none, 20, 18), NOT_MET),
                Arguments.of(ProviderCheck.PROBE_GREEN, none, UNKNOWN),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(none, true), MET),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(none, false), NOT_MET),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(none, true, Duration.ofMinutes(5)), MET),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(none, true, Duration.ofMinutes(6)), UNKNOWN),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(hourly, true, Duration.ofHours(5)), MET),
                Arguments.of(ProviderCheck.PROBE_GREEN, probed(hourly, false, Duration.ofHours(6)), UNKNOWN),
                Arguments.of(ProviderCheck.STANDING_PRESENT, none, NOT_MET),
                Arguments.of(ProviderCheck.STANDING_PRESENT, probed(none, true), MET),
                Arguments.of(ProviderCheck.STANDING_PRESENT, probed(none, true, Duration.ofMinutes(5)), MET),
                Arguments.of(ProviderCheck.STANDING_PRESENT, probed(none, true, Duration.ofDays(7)), NOT_MET),
                Arguments.of(ProviderCheck.NO_OPEN_ESCALATION, none, MET),
                Arguments.of(ProviderCheck.NO_OPEN_ESCALATION, escalated(none), NOT_MET));
    }

    @ParameterizedTest
    @MethodSource("traffic")
    void what_was_recorded_decides(ProviderCheck check, ProviderFacts facts, Finding.Status status) {
        assertThat(check.look("crm", need("-"), facts, NOW).status()).isEqualTo(status);
    }

    @Test
    void who_needs_real_time_is_not_served_by_an_answer_of_two_hours_ago() {
        ProviderFacts facts = live(registered("{}"), Duration.ofHours(2));

        assertThat(ProviderCheck.ANSWERED_LIVE
                        .look("crm", need("realTime: true"), facts, NOW)
                        .status())
                .isEqualTo(NOT_MET);
    }

    @Test
    void evidence_names_the_call_it_rests_on() {
        assertThat(ProviderCheck.ANSWERED_LIVE
                        .look("crm", need("-"), live(registered("{}"), Duration.ZERO), NOW)
                        .evidence())
                .contains(CALL);
    }

    @Test
    void the_next_step_keeps_all_that_the_document_says() {
        Finding finding = ProviderCheck.LIMIT_KNOWN.look(
                "crm",
                need("rateLimits: [{requests: 300, per: 1m}]"),
                registered("{criticality: high, limits: [{requests: 90, per: 1s}]}"),
                NOW);

        NextStep next = finding.next().orElseThrow();
        assertThat(next.method() + " " + next.path()).isEqualTo("PUT /v1/providers/crm");
        assertThat(ProviderDocument.read("crm", next.body()).limits()).hasSize(2);
        assertThat(next.body()).containsEntry("criticality", "high").containsEntry("provider", "crm");
    }

    @Test
    void the_limits_of_the_next_step_are_the_missing_ones_to_the_millisecond_and_the_zone() {
        String limits =
                "[{requests: 5, per: 500ms}, {requests: 9, per: 1500ms}, {requests: 70, per: 1d, zone: Europe/Berlin}]";
        ApiNeed need = need("rateLimits: " + limits);

        NextStep next = ProviderCheck.LIMIT_KNOWN
                .look("crm", need, registered("{}"), NOW)
                .next()
                .orElseThrow();

        assertThat(ProviderDocument.read("crm", next.body()).limits())
                .isEqualTo(need.rateLimits().get("crm"));
    }

    static Stream<Arguments> pages() {
        SiteFacts read = page(Duration.ofMinutes(59), datum("price", ".price", true, Duration.ofMinutes(59)));
        SiteFacts refused = new SiteFacts(
                Optional.of(new SiteFacts.Robots.Forbids(NOW, "Disallow: /")),
                Optional.empty(),
                Optional.of(new SiteFacts.Refusal("/v1/scrapes/1", NOW, "REFUSED Disallow: /")),
                List.of(),
                Optional.empty());
        return Stream.of(
                Arguments.of(SiteCheck.ROBOTS_ALLOW, SiteFacts.NONE, UNKNOWN),
                Arguments.of(SiteCheck.ROBOTS_ALLOW, read, MET),
                Arguments.of(SiteCheck.ROBOTS_ALLOW, refused, NOT_MET),
                Arguments.of(SiteCheck.ROBOTS_ALLOW, page(Duration.ofHours(24)), MET),
                Arguments.of(SiteCheck.ROBOTS_ALLOW, page(Duration.ofHours(25)), UNKNOWN),
                Arguments.of(SiteCheck.ROBOTS_ALLOW, unreachable(), UNKNOWN),
                Arguments.of(SiteCheck.PAGE_READ, SiteFacts.NONE, NOT_MET),
                Arguments.of(SiteCheck.PAGE_READ, read, MET),
                Arguments.of(SiteCheck.PAGE_READ, refused, NOT_MET),
                Arguments.of(SiteCheck.DATA_FOUND, SiteFacts.NONE, UNKNOWN),
                Arguments.of(SiteCheck.DATA_FOUND, read, MET),
                // Read again without selectors.
                Arguments.of(SiteCheck.DATA_FOUND, page(Duration.ZERO), UNKNOWN),
                Arguments.of(
                        SiteCheck.DATA_FOUND,
                        page(Duration.ZERO, datum("price", "title", true, Duration.ZERO)),
                        UNKNOWN),
                Arguments.of(
                        SiteCheck.DATA_FOUND,
                        page(
                                Duration.ZERO,
                                datum("price", ".price", false, Duration.ZERO),
                                datum("price", "title", true, Duration.ZERO)),
                        NOT_MET),
                Arguments.of(
                        SiteCheck.DATA_FOUND,
                        page(Duration.ZERO, datum("name", ".price", true, Duration.ZERO)),
                        UNKNOWN),
                Arguments.of(SiteCheck.FRESH_ENOUGH, SiteFacts.NONE, NOT_MET),
                Arguments.of(SiteCheck.FRESH_ENOUGH, read, MET),
                Arguments.of(SiteCheck.FRESH_ENOUGH, page(Duration.ofMinutes(61)), NOT_MET),
                Arguments.of(SiteCheck.CRAWL_DELAY_KEPT, SiteFacts.NONE, UNKNOWN),
                Arguments.of(SiteCheck.CRAWL_DELAY_KEPT, read, MET),
                Arguments.of(SiteCheck.CRAWL_DELAY_KEPT, apart(read, Duration.ofSeconds(5)), MET),
                Arguments.of(SiteCheck.CRAWL_DELAY_KEPT, apart(read, Duration.ofMillis(4_999)), NOT_MET));
    }

    @Test
    void a_datum_whose_selector_the_asker_does_not_know_is_found_by_any_and_the_last_reading_counts() {
        SiteNeed need = AssignmentRequestTest.read("""
                project: shop
                requirement: { websites: ["https://example.com/prices"], dataNeeds: [price] }
                """).requirement().sites().orElseThrow();
        SiteFacts mended = page(
                Duration.ZERO,
                datum("price", ".old", false, Duration.ofMinutes(5)),
                datum("price", ".new", true, Duration.ofMinutes(1)));

        assertThat(SiteCheck.DATA_FOUND.look(PAGE, need, mended, NOW).status()).isEqualTo(MET);
    }

    @Test
    void the_next_step_carries_the_delay_that_was_asked_for() throws JsonProcessingException {
        SiteNeed need = AssignmentRequestTest.read("""
                project: shop
                requirement:
                  websites: ["https://example.com/prices"]
                  ethicalConstraints: { crawlDelay: 1500ms }
                """).requirement().sites().orElseThrow();

        NextStep next =
                SiteCheck.PAGE_READ.look(PAGE, need, SiteFacts.NONE, NOW).next().orElseThrow();

        assertThat(ScrapeRequest.read(new ObjectMapper().valueToTree(next.body()))
                        .order()
                        .crawlDelay())
                .isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_was_read_of_a_page_decides(SiteCheck check, SiteFacts facts, Finding.Status status) {
        SiteNeed need = AssignmentRequestTest.read("""
                project: shop
                requirement:
                  websites: ["https://example.com/prices"]
                  dataNeeds: { price: ".price" }
                  frequency: 1h
                  ethicalConstraints: { crawlDelay: 5s }
                """).requirement().sites().orElseThrow();

        Finding finding = check.look(PAGE, need, facts, NOW);

        assertThat(finding.status()).as(finding.evidence()).isEqualTo(status);
        finding.next().ifPresent(next -> assertThat(next.body()).containsEntry("pages", List.of(PAGE)));
    }

    private static ApiNeed need(String more) {
        String rest = more.equals("-") ? "" : ", " + more;
        return AssignmentRequestTest.read("{project: shop, requirement: {providers: [crm]" + rest + "}}")
                .requirement()
                .api()
                .orElseThrow();
    }

    private static ProviderFacts registered(String text) {
        try {
            Map<String, Object> document = new YAMLMapper().readValue(text, new TypeReference<>() {});
            document.put("baseUrl", "https://crm.example");
            return new ProviderFacts(
                    Optional.of(ProviderDocument.read("crm", document)),
                    document,
                    Set.of("known"),
                    Optional.empty(),
                    Optional.empty(),
                    new ProviderFacts.Traffic(0, 0),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(text, unreadable);
        }
    }

    private static ProviderFacts live(ProviderFacts facts, Duration ago) {
        return with(facts, Optional.of(new ProviderFacts.Seen(CALL, NOW.minus(ago))), facts.signed(), facts.lastDay());
    }

    private static ProviderFacts signed(ProviderFacts facts, boolean refused) {
        return with(
                facts,
                facts.live(),
                Optional.of(new ProviderFacts.Signed(CALL, NOW, "known", refused)),
                facts.lastDay());
    }

    private static ProviderFacts day(ProviderFacts facts, long calls, long answered) {
        return with(facts, facts.live(), facts.signed(), new ProviderFacts.Traffic(calls, answered));
    }

    private static ProviderFacts with(
            ProviderFacts facts,
            Optional<ProviderFacts.Seen> live,
            Optional<ProviderFacts.Signed> signed,
            ProviderFacts.Traffic lastDay) {
        return new ProviderFacts(
                facts.registered(),
                facts.document(),
                facts.storedCredentials(),
                live,
                signed,
                lastDay,
                facts.standing(),
                facts.probe(),
                facts.openEscalation());
    }

    private static ProviderFacts probed(ProviderFacts facts, boolean green) {
        return probed(facts, green, Duration.ZERO);
    }

    private static ProviderFacts probed(ProviderFacts facts, boolean green, Duration ago) {
        return new ProviderFacts(
                facts.registered(),
                facts.document(),
                facts.storedCredentials(),
                facts.live(),
                facts.signed(),
                facts.lastDay(),
                Optional.of(new ProviderFacts.Standing("GREEN", NOW.minus(ago), "all well")),
                Optional.of(new ProviderFacts.Probed(green, NOW.minus(ago), "status 200")),
                facts.openEscalation());
    }

    private static ProviderFacts escalated(ProviderFacts facts) {
        return new ProviderFacts(
                facts.registered(),
                facts.document(),
                facts.storedCredentials(),
                facts.live(),
                facts.signed(),
                facts.lastDay(),
                facts.standing(),
                facts.probe(),
                Optional.of("0198"));
    }

    private static SiteFacts page(Duration ago, SiteFacts.Datum... data) {
        Instant at = NOW.minus(ago);
        return new SiteFacts(
                Optional.of(new SiteFacts.Robots.Allows(at)),
                Optional.of(new SiteFacts.Page("/v1/scrapes/1", at)),
                Optional.empty(),
                List.of(data),
                Optional.empty());
    }

    private static SiteFacts.Datum datum(String name, String selector, boolean found, Duration ago) {
        return new SiteFacts.Datum(name, selector, found, "/v1/scrapes/1", NOW.minus(ago));
    }

    private static SiteFacts unreachable() {
        return new SiteFacts(
                Optional.of(new SiteFacts.Robots.Unreachable(NOW, "the host answered 500")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static SiteFacts apart(SiteFacts facts, Duration closest) {
        return new SiteFacts(facts.robots(), facts.page(), facts.refusal(), facts.data(), Optional.of(closest));
    }
}
