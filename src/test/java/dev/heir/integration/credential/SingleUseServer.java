package dev.heir.integration.credential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token endpoint whose refresh tokens count once. Whoever asks may be killed at any point of it.
 */
final class SingleUseServer implements AutoCloseable {

    /** How far an exchange has come. */
    enum Point {
        ARRIVED,
        EXCHANGED,
        ANSWERED
    }

    /** @param by who asked */
    record Use(String token, String by) {}

    private final HttpServer server;
    private final boolean forgiving;
    private final Set<String> unused = new HashSet<>();
    private final Map<String, String> successors = new ConcurrentHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private volatile String live = "";
    private int count;
    private volatile Predicate<String> arrived = by -> true;
    private volatile Predicate<String> exchanged = by -> true;
    private volatile Predicate<String> answered = by -> true;

    /** @param forgiving whether a refresh token may be shown again while its successor was not (a grace period) */
    SingleUseServer(boolean forgiving) throws IOException {
        this.forgiving = forgiving;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/token", this::exchange);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** @param deed is told who asks, and says whether the exchange goes on */
    void at(Point point, Predicate<String> deed) {
        arrived = point == Point.ARRIVED ? deed : by -> true;
        exchanged = point == Point.EXCHANGED ? deed : by -> true;
        answered = point == Point.ANSWERED ? deed : by -> true;
    }

    /** As if a person had signed in. */
    synchronized GrantedTokens signIn() {
        return grant();
    }

    /** Whether an API that this server protects would let a request pass. */
    boolean accepts(String access) {
        return access.equals(live);
    }

    synchronized List<Use> uses() {
        return List.copyOf(uses);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String by = exchange.getRequestHeaders().getFirst("asked-by");
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!arrived.test(by)) {
            exchange.close();
            return;
        }
        Optional<GrantedTokens> granted = exchanged(form.getOrDefault("refresh_token", ""), by);
        if (!exchanged.test(by)) {
            exchange.close();
            return;
        }
        byte[] body = granted.map(
                        tokens -> "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + tokens.access()
                                + "\",\"refresh_token\":\"" + tokens.refresh().orElseThrow() + "\"}")
                .orElse("{\"error\":\"invalid_grant\"}")
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(granted.isPresent() ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException nobodyListens) {
            return;
        }
        var _ = answered.test(by);
    }

    private synchronized Optional<GrantedTokens> exchanged(String token, String by) {
        uses.add(new Use(token, by));
        String successor = successors.get(token);
        if (unused.remove(token) || (forgiving && successor != null && unused.remove(successor))) {
            GrantedTokens granted = grant();
            successors.put(token, granted.refresh().orElseThrow());
            return Optional.of(granted);
        }
        return Optional.empty();
    }

    private GrantedTokens grant() {
        count++;
        live = "access-token-" + count;
        unused.add("refresh-token-" + count);
        return new GrantedTokens(live, Optional.of("refresh-token-" + count));
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }
}
