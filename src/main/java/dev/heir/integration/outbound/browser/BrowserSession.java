package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.scrape.Renderer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One browser, which shows one page after the other, each as if it were its first. */
final class BrowserSession implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_NANOS = 300_000_000;
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;
    private static final BiDi.Listener NOBODY = (_, _) -> {};

    private final BrowserConfig config;
    private final String agent;
    private final HttpClient client;
    private final URI session;
    private final BiDi wire;
    private final Optional<Egress> egress;
    private final Optional<Processes> processes;
    private final PageLoad.Guard guard;
    private int pages;

    private BrowserSession(
            BrowserConfig config,
            String agent,
            HttpClient client,
            URI driver,
            ObjectNode capabilities,
            Optional<Egress> egress,
            Optional<Processes> processes,
            PageLoad.Guard guard)
            throws IOException {
        this.config = config;
        this.agent = agent;
        this.client = client;
        this.egress = egress;
        this.processes = processes;
        this.guard = guard;
        JsonNode begun = post(client, URI.create(driver + "/session"), capabilities, config.start());
        this.session = URI.create(driver + "/session/" + begun.path("sessionId").asText());
        String socket = begun.path("capabilities").path("webSocketUrl").asText();
        if (!socket.startsWith("ws")) {
            throw new IOException("the driver at " + driver + " does not speak BiDi");
        }
        this.wire = BiDi.connect(client, URI.create(socket), config.start());
        long end = System.nanoTime() + config.start().toNanos();
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

    /** @param directory of its own, which goes with it */
    static BrowserSession local(BrowserConfig config, String agent, Path directory, Egress.Looking wall)
            throws IOException {
        Egress egress = new Egress(wall);
        Processes processes = null;
        HttpClient client = HttpClient.newHttpClient();
        boolean begun = false;
        try {
            Driver driver = Driver.start(config.driver(), directory, config.start());
            processes = new Processes(driver.process().toHandle(), directory);
            ObjectNode capabilities = Capabilities.local(config, agent, directory, egress.port());
            BrowserSession session = new BrowserSession(
                    config,
                    agent,
                    client,
                    driver.address(),
                    capabilities,
                    Optional.of(egress),
                    Optional.of(processes),
                    (_, _) -> Optional.empty());
            begun = true;
            return session;
        } finally {
            if (!begun) {
                client.shutdownNow();
                egress.close();
                if (processes == null) {
                    Processes.delete(directory);
                } else {
                    processes.end();
                }
            }
        }
    }

    /** @param guard has a say about each request, since the connections are not ours */
    static BrowserSession remote(BrowserConfig config, String agent, URI url, PageLoad.Guard guard) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        boolean begun = false;
        try {
            URI driver = URI.create(url.toString().replaceFirst("/+$", ""));
            BrowserSession session = new BrowserSession(
                    config,
                    agent,
                    client,
                    driver,
                    Capabilities.remote(config, agent),
                    Optional.empty(),
                    Optional.empty(),
                    guard);
            begun = true;
            return session;
        } finally {
            if (!begun) {
                client.shutdownNow();
            }
        }
    }

    /** Whether it is worth another page: alive, not old, and within its memory. */
    boolean isGoodFor(String otherAgent) {
        return agent.equals(otherAgent)
                && pages < config.pages()
                && processes
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
        egress.ifPresent(way -> way.begin(internal));
        long end = System.nanoTime() + config.timeout().toNanos();
        String user = wire.call("browser.createUserContext", node(), NOBODY, end)
                .path("userContext")
                .asText();
        ObjectNode create = node().put("type", "tab").put("userContext", user);
        String tab = wire.call("browsingContext.create", create, NOBODY, end)
                .path("context")
                .asText();
        PageLoad page =
                new PageLoad(wire::send, tab, load, config, guard, uri -> egress.ifPresent(way -> way.grant(uri)));
        ObjectNode navigate =
                node().put("context", tab).put("url", load.url().toString()).put("wait", "none");
        var _ = wire.send("browsingContext.navigate", navigate);
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
        Renderer.Rendered shown = page.moved()
                .<Renderer.Rendered>map(Renderer.Rendered.Moved::new)
                .orElse(null);
        long last = System.nanoTime() + LAST_WORDS_NANOS;
        if (shown == null) {
            shown = new Renderer.Rendered.Shown(html(tab, page, last), withheld(page));
        }
        var _ = wire.call("browser.removeUserContext", node().put("userContext", user), page, last);
        return shown;
    }

    private List<String> withheld(PageLoad page) {
        List<String> withheld = new ArrayList<>(page.withheld());
        egress.ifPresent(way -> withheld.addAll(way.refused()));
        return withheld;
    }

    private String html(String tab, PageLoad page, long end) throws IOException {
        ObjectNode evaluate = node().put(
                        "expression", "document.documentElement.outerHTML.slice(0, " + config.largestPage() + ")")
                .put("awaitPromise", false);
        evaluate.putObject("target").put("context", tab);
        JsonNode result = wire.call("script.evaluate", evaluate, page, end).path("result");
        if (!result.path("type").asText().equals("string")) {
            throw new IOException("the page cannot be read");
        }
        return result.path("value").asText();
    }

    private void checkMemory() throws IOException {
        if (processes.isPresent()) {
            long used = processes.get().memory();
            if (used > config.memory()) {
                throw new IOException("the page needs more than its " + config.memory() / 1_048_576
                        + " MB: the browser held " + used / 1_048_576 + " MB");
            }
        }
    }

    @Override
    public void close() {
        wire.close();
        if (processes.isPresent()) {
            processes.get().end();
        } else {
            forget();
        }
        client.shutdownNow();
        egress.ifPresent(way -> {
            try {
                way.close();
            } catch (IOException gone) {
                // It is what was wanted.
            }
        });
    }

    private void forget() {
        try {
            HttpRequest request = HttpRequest.newBuilder(session)
                    .timeout(Duration.ofSeconds(5))
                    .DELETE()
                    .build();
            var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException gone) {
            // Whoever runs it ends what nobody uses.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode post(HttpClient client, URI uri, ObjectNode body, Duration timeout) throws IOException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(timeout)
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IOException("no browser: "
                        + value.path("message").asText().lines().findFirst().orElse(""));
            }
            return value;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
