package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.outbound.RealTransport;
import dev.heir.integration.outbound.SsrfTable;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Reply;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form of {@code ssrf.csv} that is not public, as the {@code Location} of a real server. */
@Timeout(30)
class RedirectTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger inside = new AtomicInteger();
    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    private static HttpServer provider;
    private static HttpServer secret;
    private static Transport transport;
    private static volatile String location = "";

    /** A provider that leads on four times within itself before it leads astray, and a server that nobody may reach. */
    @BeforeAll
    static void listen() throws IOException {
        transport = RealTransport.of(VERTX);
        secret = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        secret.createContext("/", exchange -> {
            inside.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        secret.start();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        provider.createContext("/", exchange -> {
            int hop = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().put("location", List.of(hop == 5 ? location : "/" + (hop + 1)));
            exchange.sendResponseHeaders(STATUSES.get(hop - 1), -1);
            exchange.close();
        });
        provider.start();
    }

    @AfterAll
    static void close() {
        provider.stop(0);
        secret.stop(0);
        var _ = VERTX.close();
    }

    static List<SsrfTable.Row> forbidden() {
        return SsrfTable.rows().stream()
                .filter(row -> row.open() != SsrfTable.Verdict.ADMITTED
                        && row.resolves().isEmpty())
                .filter(row -> row.host().chars().noneMatch(c -> c < ' ')) // Java's server sends no such header
                .filter(row -> !row.form().startsWith("name"))
                .toList();
    }

    private record None() implements Providers {
        @Override
        public Optional<Provider> find(String id) {
            return Optional.empty();
        }

        @Override
        public List<Provider> all() {
            return List.of();
        }
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void no_redirect_leads_inside_on_the_first_hop_or_the_last(SsrfTable.Row row) {
        boolean hasPort = row.host().matches(".*[^:]:-?\\d+");
        location = new String(
                ("http://" + row.host()
                                + (hasPort ? "" : ":" + secret.getAddress().getPort()) + "/")
                        .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        // From the fifth address on it is the first hop.
        for (int hop : row.why().startsWith("loopback") ? List.of(5, 1) : List.of(5)) {
            Reply reply = follow(hop);
            if (reply instanceof Reply.Responded answered) {
                assertThat(answered.status())
                        .as("the redirect itself, or its refusal")
                        .isIn(STATUSES);
            } else {
                assertThat(reply).isInstanceOf(Reply.Withheld.class);
            }
        }
        assertThat(inside).as("requests that came in").hasValue(0);
    }

    private static Reply follow(int first) {
        String base = "http://127.0.0.1:" + provider.getAddress().getPort();
        PlannedCall call = new Planner(new World.Defaults(), Clock.systemUTC(), new SplittableRandom(1))
                .plan(
                        World.SHOP,
                        ProviderDocument.read("api", Map.of("baseUrl", base, "internal", true)),
                        new CallRequest(
                                "api",
                                Optional.empty(),
                                Optional.of("GET"),
                                Optional.of("/" + first),
                                Map.of(),
                                Map.of(),
                                Body.EMPTY,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                true),
                        Calls.API_INTEGRATION,
                        true);
        return new Wire(transport, new None(), Clock.systemUTC(), new Hiding("s3cr3t"))
                .send(call, base, Signature.NONE, Duration.ofSeconds(10), _ -> true);
    }
}
