package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One page on its way in a tab: each request it makes is granted or not, and it is told when nothing more is to come. */
final class PageLoad implements BiDi.Listener {

    private static final int MOST_TOLD = 20;
    private static final int MOST_RELOADS = 1;

    /** Counted, not timed: a machine that stood still has not been listening. */
    static final int SILENCES = 4;

    private final Wire wire;
    private final String tab;
    private final Renderer.Load load;
    private final BrowserConfig config;
    private final Guard guard;
    private final Consumer<URI> granting;
    private final Set<String> underWay = new HashSet<>();
    private final List<String> withheld = new ArrayList<>();
    private Optional<PageUrl> moved = Optional.empty();
    private Optional<Reply.Responded> turnedAway = Optional.empty();
    private int handed;
    private boolean quiet;
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

    /** What the page's own host answered where it wants fewer requests, if it did. */
    Optional<Reply.Responded> turnedAway() {
        return turnedAway;
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
        return handed > 0;
    }

    /** Nothing came for a quarter of the time that makes a page complete. */
    void silence() {
        silences++;
    }

    /** It is to be quiet anew before it is over. */
    void listenOn() {
        silences = 0;
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
                    Got.of(params).ifPresent(this::got);
                }
            }
            case "browsingContext.load" -> {
                if (params.path("context").asText().equals(tab)
                        && !params.path("url").asText().startsWith("about:")) {
                    complete = isGiven();
                    missed = !isGiven();
                    silences = 0;
                }
            }
            default -> {
                // Of no interest.
            }
        }
    }

    /** The browser was let out for it, and this came of it. */
    private void got(Got got) {
        boolean own =
                got.page().filter(url -> url.host().equals(load.url().host())).isPresent();
        if (own && got.isTurnedAway() && turnedAway.isEmpty()) {
            turnedAway = Optional.of(got.answer(load.answer().at()));
        }
        got.failure(own).ifPresent(reason -> withhold(got.url(), reason));
    }

    private void withhold(String url, String reason) {
        if (withheld.size() < MOST_TOLD) {
            withheld.add(url + " (" + reason + ")");
        }
    }

    private void decide(Wish wish) throws IOException {
        if (wish.isDocument() && wish.context().equals(tab)) {
            document(wish);
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
            withhold(wish.url(), refusal.get());
            fail(wish);
            return;
        }
        granted++;
        wish.page().map(PageUrl::uri).ifPresent(granting);
        underWay.add(wish.id());
        var _ = wire.send("network.continueRequest", request(wish));
    }

    /**
     * The page itself; once more where it reloads, as those do that set a cookie first; and without its scripts where these
     * would have it loaded again before they let it be read. Wherever else the tab is led it stays where it is, as with every
     * answer that has no content: were that refused, the browser would show words of its own.
     */
    private void document(Wish wish) throws IOException {
        boolean same = wish.page().equals(Optional.of(load.url()));
        boolean again = same && wish.method().equals("GET") && handed <= MOST_RELOADS;
        boolean quietly = same && !complete && !quiet;
        if (handed == 0 || again || quietly) {
            quiet = handed > 0 && !again;
            handed++;
            complete = false;
            underWay.clear();
            var _ = wire.send("network.provideResponse", Handed.of(wish, load.answer(), quiet));
            return;
        }
        if (moved.isEmpty()) {
            // Only the first: where that leads is judged as any redirect is.
            moved = wish.page().filter(to -> !to.equals(load.url()));
        }
        complete = true;
        var _ = wire.send("network.provideResponse", Handed.nothing(wish));
    }

    private void fail(Wish wish) throws IOException {
        var _ = wire.send("network.failRequest", request(wish));
    }

    private static ObjectNode request(Wish wish) {
        return JsonNodeFactory.instance.objectNode().put("request", wish.id());
    }
}
