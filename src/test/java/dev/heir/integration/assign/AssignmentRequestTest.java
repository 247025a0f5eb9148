package dev.heir.integration.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.PageUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignmentRequestTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void a_requirement_for_providers_is_read_whole() {
        ApiNeed need = read("""
                project: shop
                requirement:
                  providers:
                    - stripe
                    - { provider: orders, baseUrl: "https://orders.example.com" }
                  authentication: { stripe: bearer, orders: none }
                  rateLimits: [{ requests: 40, per: 1s }]
                  dataVolume: { records: 50000, per: 1d, recordsPerCall: 100 }
                  realTime: true
                """).requirement().api().orElseThrow();

        assertThat(need.providers()).containsExactly("stripe", "orders");
        assertThat(need.documents()).containsOnlyKeys("orders");
        assertThat(need.authentication())
                .isEqualTo(Map.of("stripe", Authentication.BEARER, "orders", Authentication.NONE));
        assertThat(need.rateLimits()).containsOnlyKeys("stripe", "orders");
        assertThat(need.dataVolume()).contains(new Volume(50_000, Duration.ofDays(1), 100));
        assertThat(need.realTime()).isTrue();
    }

    @Test
    void a_requirement_for_websites_is_read_whole() {
        SiteNeed need = read("""
                project: shop
                requirement:
                  websites: ["https://example.com/prices", "https://example.org/"]
                  dataNeeds: { price: ".price", name: h1 }
                  frequency: 6h
                  ethicalConstraints: { respectRobots: true, crawlDelay: 5s }
                """).requirement().sites().orElseThrow();

        assertThat(need.websites())
                .containsExactly(PageUrl.parse("https://example.com/prices"), PageUrl.parse("https://example.org/"));
        assertThat(need.dataNeeds()).isEqualTo(Map.of("price", ".price", "name", "h1"));
        assertThat(need.frequency()).contains(Duration.ofHours(6));
        assertThat(need.crawlDelay()).contains(Duration.ofSeconds(5));
    }

    @Test
    void one_word_of_authentication_is_meant_for_every_provider() {
        ApiNeed need = read("{project: shop, requirement: {providers: [a, b], authentication: api_key}}")
                .requirement()
                .api()
                .orElseThrow();

        assertThat(need.authentication()).isEqualTo(Map.of("a", Authentication.API_KEY, "b", Authentication.API_KEY));
    }

    @Test
    void a_document_inside_is_read_by_the_same_rules_as_one_alone() {
        assertThat(flaws("""
                project: shop
                requirement:
                  providers:
                    - { provider: orders, baseUrl: "ftp://orders.example.com", limit: 3 }
                """))
                .extracting(Flaw::path, Flaw::value)
                .contains(
                        tuple("requirement.providers[0].baseUrl", "ftp://orders.example.com"),
                        tuple("requirement.providers[0].limit", "3"));
    }

    @Test
    void all_flaws_are_told_at_once() {
        assertThat(flaws("""
                project: Shop!
                requirement:
                  providers: [stripe, stripe, 7]
                  authentication: { paypal: bearer }
                  dataVolume: { records: 0 }
                  websites: [not-a-page]
                  frequency: often
                  ethicalConstraints: { respectRobots: false }
                  colour: blue
                urgent: true
                """))
                .extracting(Flaw::path)
                .contains(
                        "project",
                        "requirement.providers[1]",
                        "requirement.providers[2]",
                        "requirement.authentication.paypal",
                        "requirement.dataVolume.records",
                        "requirement.dataVolume.per",
                        "requirement.websites[0]",
                        "requirement.frequency",
                        "requirement.ethicalConstraints.respectRobots",
                        "requirement.colour",
                        "urgent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                            | project
            {project: shop}                                               | requirement
            {project: shop, requirement: {}}                              | requirement.providers
            {project: shop, requirement: []}                              | requirement
            {project: shop, requirement: null}                            | requirement
            {project: shop, requirement: {providers: []}}                 | requirement.providers
            {project: shop, requirement: {providers: {a: 1}}}             | requirement.providers
            {project: shop, requirement: {providers: [null]}}             | requirement.providers[0]
            {project: shop, requirement: {providers: [{baseUrl: x}]}}     | requirement.providers[0].provider
            {project: shop, requirement: {realTime: true}}                | requirement.providers
            {project: shop, requirement: {providers: [a], realTime: 1}}   | requirement.realTime
            {project: shop, requirement: {providers: [a], dataVolume: 5}} | requirement.dataVolume
            {project: shop, requirement: {providers: [a], authentication: [x]}} | requirement.authentication
            {project: shop, requirement: {providers: [a], rateLimits: 5}} | requirement.rateLimits
            {project: shop, requirement: {frequency: 1d}}                 | requirement.websites
            {project: shop, requirement: {websites: ['https://u:p@x.com/']}} | requirement.websites[0]
            {project: shop, requirement: {websites: ['file:///etc/passwd']}} | requirement.websites[0]
            {project: shop, requirement: {websites: ['http://x.com', 'http://X.com/#a']}} | requirement.websites[1]
            {project: shop, requirement: {websites: ['http://x.com'], dataNeeds: {price: '..'}}} | requirement.dataNeeds.price
            """)
    void a_bad_document_names_the_place(String document, String path) {
        assertThat(flaws(document)).extracting(Flaw::path).contains(path);
    }

    @Test
    void a_frequency_that_the_crawl_delay_does_not_allow_is_refused() {
        assertThat(flaws("""
                project: shop
                requirement:
                  websites: ["https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/"]
                  frequency: 1m
                  ethicalConstraints: { crawlDelay: 30s }
                """)).extracting(Flaw::path).containsExactly("requirement.frequency");
    }

    @Test
    void the_fingerprint_does_not_depend_on_the_spelling() {
        Map<String, Object> yaml = tree("requirement: {realTime: true, providers: [a]}\nproject: shop");
        Map<String, Object> json =
                tree("{\"project\":\"shop\",\"requirement\":{\"providers\":[\"a\"],\"realTime\":true}}");

        assertThat(Fingerprint.of(yaml)).isEqualTo(Fingerprint.of(json));
        assertThat(Fingerprint.of(Map.of("a", "1,b:2"))).isNotEqualTo(Fingerprint.of(Map.of("a", "1", "b", "2")));
        assertThat(Fingerprint.of(Map.of("a", "1"))).isNotEqualTo(Fingerprint.of(Map.of("a", 1)));
    }

    static AssignmentRequest read(String yaml) {
        return AssignmentRequest.read(tree(yaml));
    }

    private static List<Flaw> flaws(String yaml) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> read(yaml));
        assertThat(invalid).as("flaws of " + yaml).isNotNull();
        return invalid.flaws();
    }

    private static Map<String, Object> tree(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<>() {});
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(yaml, unreadable);
        }
    }
}
