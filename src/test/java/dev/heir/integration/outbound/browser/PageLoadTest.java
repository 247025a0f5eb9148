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
    private final PageLoad page = new PageLoad(
            (method, _) -> {
                sent.add(method);
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
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("context", "tab").put("isBlocked", true);
        event.putObject("request")
                .put("request", "1")
                .put("method", "GET")
                .put("url", URL)
                .put("destination", "document");
        return event;
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
}
