package dev.heir.integration.scrape;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real website on loopback, which remembers who came when. */
public final class Website implements AutoCloseable {

    /** @param began and {@code ended} by the machine's running time, in nanoseconds */
    public record Visited(String path, String userAgent, long began, long ended) {}

    /** What was sent to a path. */
    public record Posted(String path, Map<String, String> headers, Body body) {}

    /** What is served under a path. */
    record Served(int status, Map<String, String> headers, Body body) {}

    private final HttpServer server;
    private final Map<String, Served> pages = new ConcurrentHashMap<>();
    private final List<Visited> visits = new CopyOnWriteArrayList<>();
    private final List<Posted> posts = new CopyOnWriteArrayList<>();

    public Website() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public Website with(String path, int status, String body, String... headers) {
        return with(path, status, Body.of(body), headers);
    }

    public Website with(String path, int status, Body body, String... headers) {
        Map<String, String> named = new ConcurrentHashMap<>(Map.of("content-type", "text/html"));
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        pages.put(path, new Served(status, named, body));
        return this;
    }

    public PageUrl url(String path) {
        return PageUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Visited> visits() {
        return List.copyOf(visits);
    }

    public List<String> paths() {
        return visits.stream().map(Visited::path).toList();
    }

    public List<Posted> posts() {
        return List.copyOf(posts);
    }

    private void serve(HttpExchange exchange) throws IOException {
        long began = System.nanoTime();
        String path = exchange.getRequestURI().toString();
        Served served = pages.getOrDefault(path, new Served(404, Map.of(), Body.EMPTY));
        served.headers().forEach(exchange.getResponseHeaders()::set);
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        visits.add(new Visited(path, agent, began, System.nanoTime()));
        if (exchange.getRequestMethod().equals("POST")) {
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            posts.add(
                    new Posted(path, headers, Body.of(exchange.getRequestBody().readAllBytes())));
        }
        try (exchange) {
            exchange.sendResponseHeaders(
                    served.status(),
                    served.body().isEmpty() ? -1 : served.body().size());
            exchange.getResponseBody().write(served.body().bytes());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
