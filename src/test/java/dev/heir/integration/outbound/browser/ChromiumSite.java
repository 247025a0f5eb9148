package dev.heir.integration.outbound.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A website on loopback for a browser: what it serves, and what it was asked for and by whom. */
final class ChromiumSite implements AutoCloseable {

    static final String AGENT = "IntegrationOrchestrator/0.1 (+https://example.com/robot)";

    private final HttpServer server;
    private final Map<String, String> served = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> agents = new CopyOnWriteArrayList<>();

    ChromiumSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    ChromiumSite with(String path, String body) {
        served.put(path, body);
        return this;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A page of it as it was fetched plainly: the browser must not ask for it again. */
    Renderer.Load load(String html, Renderer.Rules rules) {
        var answer = new Reply.Responded(
                200, Map.of("content-type", List.of("text/html; charset=utf-8")), Body.of(html), Instant.EPOCH);
        return new Renderer.Load(PageUrl.parse(origin() + "/page"), answer, AGENT, rules);
    }

    Renderer.Load load(String html) {
        return load(html, _ -> Optional.empty());
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> agents() {
        return List.copyOf(agents);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
        String body = served.get(path);
        exchange.getResponseHeaders().set("content-type", path.endsWith(".js") ? "text/javascript" : "text/plain");
        try (exchange) {
            if (body != null && body.startsWith("location:")) {
                exchange.getResponseHeaders().set("location", body.substring("location:".length()));
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            if (body != null && body.startsWith("status:")) {
                exchange.sendResponseHeaders(Integer.parseInt(body.substring("status:".length())), -1);
                return;
            }
            byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
