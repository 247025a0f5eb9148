package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.scrape.Renderer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One browser, which shows one page after the other, each as if it were its first. */
final class BrowserSession implements AutoCloseable {

    private static final long LOOK_NANOS = 300_000_000;
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;
    private static final BiDi.Listener NOBODY = (_, _) -> {};

    private final BrowserConfig config;
    private final String agent;
    private final WebDriver driver;
    private final BiDi wire;
    private final Optional<Local> local;
    private final PageLoad.Guard guard;
    private int pages;

    private BrowserSession(
            BrowserConfig config,
            String agent,
            WebDriver driver,
            BiDi wire,
            Optional<Local> local,
            PageLoad.Guard guard) {
        this.config = config;
        this.agent = agent;
        this.driver = driver;
        this.wire = wire;
        this.local = local;
        this.guard = guard;
    }

    /** @param directory of its own, which goes with it */
    static BrowserSession local(BrowserConfig config, String agent, Path directory, Egress.Looking wall)
            throws IOException {
        Local own = Local.start(config, directory, wall);
        ObjectNode wanted =
                Capabilities.local(config, agent, directory, own.egress().port());
        return open(config, agent, own.driver(), wanted, Optional.of(own), (_, _) -> Optional.empty());
    }

    /** @param guard has a say about each request, since the connections are not ours */
    static BrowserSession remote(BrowserConfig config, String agent, URI url, PageLoad.Guard guard) throws IOException {
        URI driver = URI.create(url.toString().replaceFirst("/+$", ""));
        return open(config, agent, driver, Capabilities.remote(config, agent), Optional.empty(), guard);
    }

    /** All or nothing: what was begun of a browser that does not come up is ended again. */
    private static BrowserSession open(
            BrowserConfig config,
            String agent,
            URI address,
            ObjectNode wanted,
            Optional<Local> local,
            PageLoad.Guard guard)
            throws IOException {
        Optional<WebDriver> begun = Optional.empty();
        Optional<BiDi> wire = Optional.empty();
        boolean open = false;
        try {
            WebDriver driver = WebDriver.begin(address, wanted, config.start());
            begun = Optional.of(driver);
            BiDi said = BiDi.connect(driver.client(), driver.socket(), config.start());
            wire = Optional.of(said);
            listen(said, System.nanoTime() + config.start().toNanos());
            open = true;
            return new BrowserSession(config, agent, driver, said, local, guard);
        } finally {
            if (!open) {
                wire.ifPresent(BiDi::close);
                end(begun, local);
            }
        }
    }

    private static void listen(BiDi wire, long end) throws IOException {
        ObjectNode events = node();
        events.putArray("events")
                .add("network.beforeRequestSent")
                .add("network.responseCompleted")
                .add("network.fetchError")
                .add("browsingContext.load");
        var _ = wire.call("session.subscribe", events, NOBODY, end);
        ObjectNode phases = node();
        phases.putArray("phases").add("beforeRequestSent");
        var _ = wire.call("network.addIntercept", phases, NOBODY, end);
    }

    /** Whether it is worth another page: alive, not old, and within its memory. */
    boolean isGoodFor(String otherAgent) {
        return agent.equals(otherAgent)
                && pages < config.pages()
                && local.map(Local::processes)
                        .map(all -> all.isAlive() && all.memory() <= config.memory())
                        .orElse(true);
    }

    /**
     * Shows a page.
     *
     * @param internal host and port that may be on a private address
     * @throws IOException when the browser has ended, or is to be ended: it is of no use any more
     */
    Renderer.Rendered show(Renderer.Load load, Optional<String> internal) throws IOException {
        pages++;
        local.ifPresent(own -> own.egress().begin(internal));
        long end = System.nanoTime() + config.timeout().toNanos();
        String user = wire.call("browser.createUserContext", node(), NOBODY, end)
                .path("userContext")
                .asText();
        ObjectNode create = node().put("type", "tab").put("userContext", user);
        String tab = wire.call("browsingContext.create", create, NOBODY, end)
                .path("context")
                .asText();
        PageLoad page = new PageLoad(
                wire::send,
                tab,
                load,
                config,
                guard,
                uri -> local.ifPresent(own -> own.egress().grant(uri)));
        ObjectNode navigate =
                node().put("context", tab).put("url", load.url().toString()).put("wait", "none");
        var _ = wire.send("browsingContext.navigate", navigate);
        watch(page, navigate, end);
        long late = Math.min(end, System.nanoTime() + config.late().toNanos());
        while (page.moved().isEmpty() && System.nanoTime() < late && isBlank(tab, page, end)) {
            page.listenOn();
            watch(page, navigate, late);
        }
        long last = System.nanoTime() + LAST_WORDS_NANOS;
        Renderer.Rendered shown = page.moved().isPresent()
                ? new Renderer.Rendered.Moved(page.moved().get())
                : new Renderer.Rendered.Shown(html(tab, page, last), withheld(page), page.turnedAway());
        var _ = wire.call("browser.removeUserContext", node().put("userContext", user), page, last);
        return shown;
    }

    /** Until the page is over or its time is. */
    private void watch(PageLoad page, ObjectNode navigate, long end) throws IOException {
        long look = System.nanoTime() + LOOK_NANOS;
        while (!page.isOver() && System.nanoTime() < end) {
            long wait = config.quiet().toNanos() / PageLoad.SILENCES;
            if (!wire.hear(page, Math.min(end, System.nanoTime() + wait))) {
                page.silence();
            }
            if (page.hasMissed()) {
                var _ = wire.send("browsingContext.navigate", navigate);
            }
            if (System.nanoTime() > look) {
                checkMemory();
                look = System.nanoTime() + LOOK_NANOS;
            }
        }
        checkMemory();
        if (!page.isGiven()) {
            throw new IOException("the browser did not ask for the page within "
                    + config.timeout().toSeconds() + " s");
        }
    }

    private List<String> withheld(PageLoad page) {
        List<String> withheld = new ArrayList<>(page.withheld());
        local.ifPresent(own -> withheld.addAll(own.egress().refused()));
        return withheld;
    }

    private String html(String tab, PageLoad page, long end) throws IOException {
        String all = "document.documentElement ? document.documentElement.outerHTML : ''";
        return read("(" + all + ").slice(0, " + config.largestPage() + ")", tab, page, end);
    }

    /** Whether nobody who looks at it would read a word. */
    private boolean isBlank(String tab, PageLoad page, long end) throws IOException {
        String text = "document.body ? document.body.innerText.trim().slice(0, 1) : ''";
        return read(text, tab, page, end).isEmpty();
    }

    /** By a script of our own world: the page may have made anything of what its own scripts call by these names. */
    private String read(String expression, String tab, PageLoad page, long end) throws IOException {
        ObjectNode evaluate = node().put("expression", expression).put("awaitPromise", false);
        evaluate.putObject("target").put("context", tab).put("sandbox", "reader");
        JsonNode result = wire.call("script.evaluate", evaluate, page, end).path("result");
        if (!result.path("type").asText().equals("string")) {
            throw new IOException("the page cannot be read");
        }
        return result.path("value").asText();
    }

    private void checkMemory() throws IOException {
        if (local.isPresent()) {
            local.get().checkMemory(config.memory());
        }
    }

    @Override
    public void close() {
        wire.close();
        end(Optional.of(driver), local);
    }

    /** A browser of ours is ended with its processes, whether it still listens or not. */
    private static void end(Optional<WebDriver> driver, Optional<Local> local) {
        if (local.isEmpty()) {
            driver.ifPresent(WebDriver::end);
        }
        local.ifPresent(Local::close);
        driver.ifPresent(WebDriver::close);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
