package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One page on its way in a tab: each request it makes is granted or not, and it is told when nothing more is to come. */
final class PageLoad implements BiDi.Listener {

    private static final int MOST_TOLD = 20;

    /** Counted, not timed: a machine that stood still has not been listening. */
    static final int SILENCES = 4;

    /** They are about the connection it came over, or would make the browser ask for more than the page does. */
    private static final Set<String> NOT_HANDED_ON = Set.of(
            "content-encoding",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "trailer",
            "link",
            "alt-svc",
            "refresh",
            "report-to",
            "reporting-endpoints",
            "nel",
            "content-disposition");

    private final Wire wire;
    private final String tab;
    private final Renderer.Load load;
    private final BrowserConfig config;
    private final Guard guard;
    private final Consumer<URI> granting;
    private final Set<String> underWay = new HashSet<>();
    private final List<String> withheld = new ArrayList<>();
    private Optional<PageUrl> moved = Optional.empty();
    private boolean given;
    private boolean complete;
    private boolean missed;
    private int granted;
    private int silences;

    /** The way to the browser. */
    @FunctionalInterface
    interface Wire {
        int send(String method, ObjectNode params) throws IOException;
    }

    /** What else has a say: the wall, where the browser's connections are not ours. */
    @FunctionalInterface
    interface Guard {
        Optional<String> refusal(PageUrl url, PageUrl page);
    }

    /** @param granting hears of each request that may leave, before it does */
    PageLoad(Wire wire, String tab, Renderer.Load load, BrowserConfig config, Guard guard, Consumer<URI> granting) {
        this.wire = wire;
        this.tab = tab;
        this.load = load;
        this.config = config;
        this.guard = guard;
        this.granting = granting;
    }

    Optional<PageUrl> moved() {
        return moved;
    }

    List<String> withheld() {
        return withheld;
    }

    /**
     * Whether the tab shows something that it was not handed: a tab that has just been made does not always ask us yet, and
     * then it is our own proxy that answered. Says so once.
     */
    boolean hasMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    /** Whether the tab was handed the website's answer. */
    boolean isGiven() {
        return given;
    }

    /** Nothing came for a quarter of the time that makes a page complete. */
    void silence() {
        silences++;
    }

    /** Whether nothing was under way for a while, or its scripts lead elsewhere. */
    boolean isOver() {
        return moved.isPresent() || (complete && underWay.isEmpty() && silences >= SILENCES);
    }

    @Override
    public void event(String method, JsonNode params) throws IOException {
        switch (method) {
            case "network.beforeRequestSent" -> {
                if (params.path("isBlocked").asBoolean()) {
                    silences = 0;
                    decide(Wish.of(params));
                }
            }
            case "network.responseCompleted", "network.fetchError" -> {
                if (underWay.remove(params.path("request").path("request").asText())) {
                    silences = 0;
                }
            }
            case "browsingContext.load" -> {
                if (params.path("context").asText().equals(tab)
                        && !params.path("url").asText().startsWith("about:")) {
                    complete = given;
                    missed = !given;
                    silences = 0;
                }
            }
            default -> {
                // Of no interest.
            }
        }
    }

    private void decide(Wish wish) throws IOException {
        if (wish.isDocument() && wish.context().equals(tab)) {
            if (!given) {
                given = true;
                hand(wish);
                return;
            }
            // Only the first: where that leads is judged as any redirect is.
            moved = moved.isPresent() ? moved : wish.page().filter(to -> !to.equals(load.url()));
            fail(wish);
            return;
        }
        if (wish.isNotForReading()) {
            fail(wish);
            return;
        }
        Optional<String> refusal = wish.refusal(load.url(), tab, config.thirdParties(), load.rules())
                .or(() -> wish.page().flatMap(url -> guard.refusal(url, load.url())));
        if (refusal.isEmpty() && granted >= config.requests()) {
            refusal = Optional.of("more than " + config.requests() + " requests");
        }
        if (refusal.isPresent()) {
            if (withheld.size() < MOST_TOLD) {
                withheld.add(wish.url() + " (" + refusal.get() + ")");
            }
            fail(wish);
            return;
        }
        granted++;
        wish.page().map(PageUrl::uri).ifPresent(granting);
        underWay.add(wish.id());
        var _ = wire.send("network.continueRequest", request(wish));
    }

    private void fail(Wish wish) throws IOException {
        var _ = wire.send("network.failRequest", request(wish));
    }

    /** The website answered already: nobody is asked for the page twice. */
    private void hand(Wish wish) throws IOException {
        ObjectNode answer =
                request(wish).put("statusCode", load.answer().status()).put("reasonPhrase", "OK");
        ArrayNode headers = answer.putArray("headers");
        load.answer().headers().forEach((name, values) -> {
            if (!NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> headers.addObject()
                        .put("name", name)
                        .putObject("value")
                        .put("type", "string")
                        .put("value", value));
            }
        });
        answer.putObject("body")
                .put("type", "base64")
                .put(
                        "value",
                        Base64.getEncoder().encodeToString(load.answer().body().bytes()));
        var _ = wire.send("network.provideResponse", answer);
    }

    private static ObjectNode request(Wish wish) {
        return JsonNodeFactory.instance.objectNode().put("request", wish.id());
    }
}
