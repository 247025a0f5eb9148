package dev.heir.integration.outbound.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageLoadTest {

    private static final String URL = "http://site.example/page";

    private final List<String> sent = new ArrayList<>();
    private final List<ObjectNode> told = new ArrayList<>();
    private final PageLoad page = new PageLoad(
            (method, params) -> {
                sent.add(method);
                told.add(params);
                return sent.size();
            },
            "tab",
            new Renderer.Load(
                    PageUrl.parse(URL),
                    new Reply.Responded(200, Map.of(), Body.of("<p>x</p>"), Instant.EPOCH),
                    "robot",
                    _ -> Optional.empty()),
            Settings.with(),
            (_, _) -> Optional.empty(),
            _ -> {});

    private static ObjectNode loaded(String url) {
        return JsonNodeFactory.instance.objectNode().put("context", "tab").put("url", url);
    }

    private static ObjectNode asks() {
        return asks("GET", URL, "document");
    }

    private static ObjectNode asks(String method, String url, String destination) {
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("context", "tab").put("isBlocked", true);
        event.putObject("request")
                .put("request", url)
                .put("method", method)
                .put("url", url)
                .put("destination", destination);
        return event;
    }

    private static ObjectNode answered(String url, int status, String error, String... header) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("errorText", error);
        event.putObject("request").put("request", url).put("url", url);
        ObjectNode response = event.putObject("response").put("status", status);
        if (header.length > 0) {
            response.putArray("headers")
                    .addObject()
                    .put("name", header[0])
                    .putObject("value")
                    .put("value", header[1]);
        }
        return event;
    }

    private List<Integer> statuses() {
        return told.stream().map(params -> params.path("statusCode").asInt()).toList();
    }

    private void fallSilent() {
        for (int i = 0; i < PageLoad.SILENCES; i++) {
            page.silence();
        }
    }

    @Test
    void what_the_tab_shows_without_having_asked_is_not_the_page() throws IOException {
        page.event("browsingContext.load", loaded("about:blank"));
        assertThat(page.hasMissed()).isFalse();
        page.event("browsingContext.load", loaded(URL)); // our proxy's refusal
        fallSilent();

        assertThat(page.isOver()).isFalse();
        assertThat(page.isGiven()).isFalse();
        assertThat(page.hasMissed()).isTrue();
        assertThat(page.hasMissed()).isFalse();

        page.event("network.beforeRequestSent", asks());
        page.event("browsingContext.load", loaded(URL));
        fallSilent();

        assertThat(sent).containsExactly("network.provideResponse");
        assertThat(page.isOver()).isTrue();
        assertThat(page.hasMissed()).isFalse();
    }

    /** Were that refused, the browser's own page about it would be read in place of the website's. */
    @Test
    void a_page_that_reloads_is_handed_once_more_and_then_stays_as_it_is() throws IOException {
        for (int i = 0; i < 4; i++) {
            page.event("network.beforeRequestSent", asks());
            page.event("browsingContext.load", loaded(URL));
        }
        fallSilent();

        assertThat(sent).containsOnly("network.provideResponse");
        assertThat(statuses()).containsExactly(200, 200, 204, 204);
        assertThat(told.toString()).doesNotContain("script-src");
        assertThat(told.getLast().path("body").path("value").asText("none")).isEmpty();
        assertThat(page.isOver()).isTrue();
        assertThat(page.moved()).isEmpty();
    }

    /** Its reader would get no further than to the script that has it loaded again. */
    @Test
    void a_page_that_reloads_before_it_can_be_read_is_handed_without_its_scripts_in_the_end() throws IOException {
        for (int i = 0; i < 4; i++) {
            page.event("network.beforeRequestSent", asks());
        }

        assertThat(statuses()).containsExactly(200, 200, 200, 204);
        assertThat(told.get(1).toString()).doesNotContain("script-src");
        assertThat(told.get(2).toString()).contains("script-src 'none'");
    }

    @Test
    void a_form_that_sends_itself_is_not_sent_and_where_a_script_leads_is_the_page_moved() throws IOException {
        page.event("network.beforeRequestSent", asks());
        page.event("network.beforeRequestSent", asks("POST", URL, "document"));
        assertThat(page.moved()).isEmpty();

        page.event("network.beforeRequestSent", asks("GET", "http://site.example/other", "document"));
        page.event("network.beforeRequestSent", asks("GET", "http://site.example/third", "document"));

        assertThat(statuses()).containsExactly(200, 200, 204, 204);
        assertThat(page.moved()).contains(PageUrl.parse("http://site.example/other"));
    }

    @Test
    void what_the_pages_own_host_turns_away_is_told_and_what_others_do_is_not() throws IOException {
        String other = "http://other.example/x";
        String prices = "http://site.example/prices";
        page.event("network.beforeRequestSent", asks());
        page.event("network.beforeRequestSent", asks("GET", other, "script"));
        page.event("network.beforeRequestSent", asks("GET", prices, ""));
        page.event("network.responseCompleted", answered(other, 503, ""));
        assertThat(page.turnedAway()).isEmpty();

        page.event("network.responseCompleted", answered(prices, 429, "", "Retry-After", "30"));

        assertThat(page.turnedAway()).hasValueSatisfying(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).isEqualTo("30");
        });
        assertThat(page.withheld()).containsExactly(prices + " (answered 429)");
    }

    @Test
    void what_cannot_be_reached_is_told_and_what_the_page_gave_up_itself_is_not() throws IOException {
        String away = "http://other.example/away";
        page.event("network.beforeRequestSent", asks());
        page.event("network.beforeRequestSent", asks("GET", away, "script"));
        page.event("network.beforeRequestSent", asks("GET", "http://site.example/left", ""));

        page.event("network.fetchError", answered(away, 0, "net::ERR_CONNECTION_REFUSED"));
        page.event("network.fetchError", answered("http://site.example/left", 0, "net::ERR_ABORTED"));

        assertThat(page.withheld()).containsExactly(away + " (net::ERR_CONNECTION_REFUSED)");
    }
}
