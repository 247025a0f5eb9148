package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a request that a page in the browser made.
 *
 * @param status zero when nobody answered
 * @param error why not, as the browser names it
 */
record Got(String url, int status, Map<String, List<String>> headers, String error) {

    private static final String GIVEN_UP_BY_THE_PAGE = "net::ERR_ABORTED";

    /** Empty for what tells nothing. */
    static Optional<Got> of(JsonNode event) {
        String url = event.path("request").path("url").asText();
        JsonNode response = event.path("response");
        Map<String, List<String>> headers = new HashMap<>();
        response.path("headers").forEach(header -> headers.computeIfAbsent(
                        header.path("name").asText().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(header.path("value").path("value").asText()));
        Got got = new Got(
                url,
                response.path("status").asInt(),
                headers,
                event.path("errorText").asText(""));
        return got.error.equals(GIVEN_UP_BY_THE_PAGE) ? Optional.empty() : Optional.of(got);
    }

    Optional<PageUrl> page() {
        return Wish.page(url);
    }

    /** Whether whoever answered wants fewer requests. */
    boolean isTurnedAway() {
        return status == 429 || status == 503;
    }

    /** @param at when the page was asked for */
    Reply.Responded answer(Instant at) {
        return new Reply.Responded(status, headers, Body.EMPTY, at);
    }

    /** Why the page does not have it; of others than its own host only that they cannot be reached. */
    Optional<String> failure(boolean own) {
        if (!error.isEmpty()) {
            return Optional.of(error);
        }
        return own && (status >= 500 || status == 429) ? Optional.of("answered " + status) : Optional.empty();
    }
}
