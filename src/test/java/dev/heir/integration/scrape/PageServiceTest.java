package dev.heir.integration.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wires of providers that fetch pages, in the shapes of their public documentation. */
class PageServiceTest {

    private static final PageUrl URL = PageUrl.parse("https://shop.example/chair");
    private static final String AGENT = "IntegrationOrchestrator/0.1 (+https://example.com/robot)";

    @Test
    void firecrawl_is_asked_openly_for_the_page_as_it_is() {
        JsonNode ask = new Firecrawl().ask(URL, AGENT, Duration.ofSeconds(54));

        assertThat(ask.path("url").asText()).isEqualTo("https://shop.example/chair");
        assertThat(ask.path("formats").toString()).isEqualTo("[\"rawHtml\"]");
        assertThat(ask.path("proxy").asText()).isEqualTo("basic");
        assertThat(ask.path("headers").path("User-Agent").asText()).isEqualTo(AGENT);
        assertThat(ask.path("onlyMainContent").asBoolean(true)).isFalse();
        assertThat(ask.path("skipTlsVerification").asBoolean(true)).isFalse();
        assertThat(ask.path("storeInCache").asBoolean(true)).isFalse();
        assertThat(ask.path("maxAge").asInt(1)).isZero();
        assertThat(ask.path("timeout").asInt()).isEqualTo(54_000);
    }

    @Test
    void a_page_that_firecrawl_got_is_the_websites_answer() {
        Reply.Responded page = responded(new Firecrawl(), """
                {"success": true, "data": {"rawHtml": "<title>Chair</title><p>grün</p>",
                 "metadata": {"title": "Chair", "sourceURL": "https://shop.example/chair", "url": "https://shop.example/chair",
                  "statusCode": 200, "contentType": "text/html; charset=iso-8859-1", "proxyUsed": "basic"}}}""");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body().text()).contains("grün");
    }

    @Test
    void a_page_that_was_found_elsewhere_is_a_redirect_whoever_followed_it() {
        Reply.Responded firecrawl = responded(new Firecrawl(), """
                {"success": true, "data": {"rawHtml": "<p>x", "metadata":
                 {"url": "https://shop.example/private/chair", "statusCode": 200}}}""");
        Reply.Responded apify =
                responded(new Apify(), "[{\"url\": \"https://other.example/\", \"status\": 200, \"html\": \"<p>x\"}]");

        assertThat(firecrawl.status()).isEqualTo(302);
        assertThat(firecrawl.header("location")).isEqualTo("https://shop.example/private/chair");
        assertThat(firecrawl.body().isEmpty()).isTrue();
        assertThat(apify.header("location")).isEqualTo("https://other.example/");
    }

    @Test
    void what_the_website_refused_a_provider_is_refused() {
        assertThat(responded(new Firecrawl(), """
                {"success": true, "data": {"rawHtml": "", "metadata": {"statusCode": 403, "error": "Forbidden"}}}""").status()).isEqualTo(403);
        assertThat(responded(new Apify(), """
                [{"#error": true, "#debug": {"url": "https://shop.example/chair", "statusCode": 404, "errorMessages": ["404"]}}]""").status()).isEqualTo(404);
    }

    @Test
    void apify_is_asked_openly_for_one_page_once() {
        JsonNode ask = new Apify().ask(URL, AGENT + "\"", Duration.ofSeconds(100));

        assertThat(ask.path("startUrls").path(0).path("url").asText()).isEqualTo("https://shop.example/chair");
        assertThat(ask.path("maxRequestRetries").asInt(1)).isZero();
        assertThat(ask.path("maxPagesPerCrawl").asInt()).isOne();
        assertThat(ask.path("respectRobotsTxtFile").asBoolean()).isTrue();
        assertThat(ask.path("proxyConfiguration").path("useApifyProxy").asBoolean(true))
                .isFalse();
        assertThat(ask.path("preNavigationHooks").asText()).contains("setUserAgent(\"" + AGENT + "\\\"\")");
        assertThat(ask.path("pageFunction").asText()).contains("async function pageFunction(context)");
    }

    @Test
    void a_page_that_apify_got_has_the_robots_tag_of_its_header() {
        Reply.Responded page = responded(new Apify(), """
                [{"url": "https://shop.example/chair", "status": 200, "headers": {"X-Robots-Tag": "noindex"},
                  "html": "<html><title>Chair</title></html>"}]""");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("x-robots-tag")).isEqualTo("noindex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "nonsense",
                "null",
                "[null]",
                "{\"success\": false, \"code\": \"SCRAPE_TIMEOUT\", \"error\": \"timed out\"}",
                "{\"success\": true, \"data\": {}}",
                "[{\"#error\": true, \"#debug\": {\"errorMessages\": [\"navigation timed out\"]}}]"
            })
    void what_brought_no_page_is_no_page(String answer) {
        assertThat(new Firecrawl().read(answer.getBytes(UTF_8), URL, Instant.EPOCH))
                .isInstanceOf(Reply.Lost.class);
        assertThat(new Apify().read(answer.getBytes(UTF_8), URL, Instant.EPOCH)).isInstanceOf(Reply.Lost.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"firecrawl", "apify"})
    void the_sample_of_each_names_the_operation_that_is_asked(String provider) throws IOException {
        JsonNode sample = new YAMLMapper()
                .readTree(
                        Path.of("infra/samples/provider-" + provider + ".yaml").toFile());

        assertThat(sample.path("operations")
                        .path(PageService.OPERATION)
                        .path("post")
                        .asText())
                .matches("/v2/(scrape|acts/apify~web-scraper/run-sync-get-dataset-items\\?.*)");
        assertThat(sample.path("operations").path(PageService.OPERATION).has("safe"))
                .isFalse();
    }

    private static Reply.Responded responded(PageService service, String answer) {
        Reply reply = service.read(answer.getBytes(UTF_8), URL, Instant.EPOCH);
        assertThat(reply).isInstanceOf(Reply.Responded.class);
        return (Reply.Responded) reply;
    }
}
