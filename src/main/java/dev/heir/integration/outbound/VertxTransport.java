package dev.heir.integration.outbound;

import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.Scheme;
import dev.heir.integration.outbound.signing.Signed;
import dev.heir.integration.outbound.signing.Signer;
import dev.heir.integration.outbound.signing.Unsigned;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.provider.Ports;
import dev.heir.integration.strike.Reply;
import io.netty.channel.ConnectTimeoutException;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends over the wire with Vert.x; reactive inside, blocking for its callers, who are virtual threads. */
@Singleton
final class VertxTransport implements Transport {

    /** Each is worth a share of an attempt's time. */
    private static final int MOST_ADDRESSES = 4;

    /** Of these an empty body is no body, and some servers refuse one that is announced (RFC 9110, section 8.6). */
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    /** How long an answer may still be on its way when its server no longer takes the request, in nanoseconds. */
    private static final long LAST_WORDS = 500_000_000;

    private final Gate gate;
    private final Vertx vertx;
    private final Clients clients;
    private final Rooms rooms;
    private final SecureRandom random = new SecureRandom();
    private final OutboundConfig config;
    private final Clock clock;

    @Inject
    VertxTransport(Vertx vertx, OutboundConfig config, Clock clock) {
        this(vertx, config, clock, new Gate(Wall.of(config)::look));
    }

    VertxTransport(Vertx vertx, OutboundConfig config, Clock clock, Gate gate) {
        this.gate = gate;
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.clients = new Clients(vertx, config);
        this.rooms = new Rooms(config.connectionsPerAddress());
    }

    @PreDestroy
    void close() {
        clients.close();
        gate.close();
    }

    @Override
    public Reply send(Outgoing request) {
        long end = System.nanoTime() + request.timeout().toNanos();
        String scheme = request.uri().getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
            return new Reply.Withheld("'" + scheme + "' is neither https nor http", false);
        }
        Optional<String> refusal = request.signature().refusal(request.uri(), request.internal(), clock);
        if (refusal.isPresent()) {
            return new Reply.Withheld(refusal.get());
        }
        if (!request.internal() && Ports.isOfAnotherProtocol(request.uri())) {
            return new Reply.Withheld(
                    "port " + request.uri().getPort() + " is of another protocol; only a provider with 'internal: true'"
                            + " may use it",
                    false);
        }
        try {
            return switch (gate.look(request.uri().getHost(), request.internal(), end)) {
                case Wall.Verdict.Refused refused -> new Reply.Withheld(refused.reason(), refused.nowhere());
                case Wall.Verdict.Admitted admitted -> connect(request, admitted.addresses(), end);
            };
        } catch (Gate.Crowded ours) {
            return new Reply.NoRoom("too many other names were being looked up all the attempt's time");
        } catch (TimeoutException late) {
            return new Reply.NotSent("no address within the attempt's time", true);
        }
    }

    /** Of several addresses one may be dead: the next gets its share of the time, as long as nothing has left. */
    private Reply connect(Outgoing request, List<InetAddress> addresses, long end) {
        int last = Math.min(addresses.size(), MOST_ADDRESSES) - 1;
        for (int i = 0; i < last; i++) {
            long half = System.nanoTime() + (end - System.nanoTime()) / 2;
            Reply reply = connect(request, addresses.get(i), half, end);
            if (!(reply instanceof Reply.NotSent)) {
                return reply;
            }
        }
        return connect(request, addresses.get(last), end, end);
    }

    /** Up to here nothing has left: whatever fails is certain not to have been received. */
    private Reply connect(Outgoing request, InetAddress address, long connectedBy, long end) {
        RequestOptions options = options(request, address);
        if (request.signature().scheme().isPresent()) {
            Optional<Reply> impossible =
                    sign(request, request.signature().scheme().get(), options);
            if (impossible.isPresent()) {
                return impossible.get();
            }
        }
        if (request.opensSocket()) { // not signed: it is about the connection
            options.putHeader("connection", "Upgrade").putHeader("upgrade", "websocket");
        }
        Optional<Rooms.Place> place;
        try {
            place = request.opensSocket() // those have connections of their own
                    ? Optional.of(() -> {})
                    : rooms.enter(
                            options.getServer() + " " + options.getHost() + " " + options.isSsl(), request.asIs(), end);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Interrupted(stopped);
        }
        if (place.isEmpty()) {
            return new Reply.NoRoom("all of our connections to the address were taken all the attempt's time");
        }
        boolean flows = false;
        try {
            Reply reply = connect(request, options, place.get(), connectedBy, end);
            flows = reply instanceof Reply.Responded responded
                    && responded.body().flow().isPresent();
            return reply;
        } finally {
            if (!flows) {
                place.get().leave();
            }
        }
    }

    private Reply connect(Outgoing request, RequestOptions options, Rooms.Place place, long connectedBy, long end) {
        HttpClient client = request.opensSocket()
                ? clients.forSockets(request.signature().certificate())
                : clients.as(request.signature().certificate());
        Future<HttpClientRequest> connecting = client.request(options);
        try {
            HttpClientRequest connected = await(connecting, connectedBy);
            return exchange(connected, request, place, end);
        } catch (TimeoutException late) {
            connecting.onSuccess(HttpClientRequest::reset);
            return new Reply.NotSent("no connection within the attempt's time", true);
        } catch (ExecutionException failed) {
            boolean late = failed.getCause() instanceof ConnectTimeoutException;
            return new Reply.NotSent(reason(failed), late);
        } catch (Interrupted stopped) {
            connecting.onSuccess(HttpClientRequest::reset);
            throw stopped;
        }
    }

    /** From here on the provider may have received the request. */
    private Reply exchange(HttpClientRequest connected, Outgoing request, Rooms.Place place, long end) {
        // Who reads the answer is settled before anything is sent: what send(...) gives may have come already, and then
        // a handler set on it misses the body and waits for ever (seen in 5 of 242 requests on a busy machine).
        Preliminary.limit(connected);
        Future<Intake> answering = connected.response().map(response -> {
            if (request.opensSocket()) {
                place.leave(); // its connection is none of those that requests share
            } else {
                // However it ends, by its last byte or by a cut.
                response.end().onComplete(_ -> place.leave());
            }
            return new Intake(
                    response,
                    connected,
                    config,
                    request,
                    (time, work) -> vertx.setTimer(time.toMillis(), _ -> work.run()));
        });
        // What breaks is heard by who waits for it; without a handler it is logged as an error that names nobody.
        connected.exceptionHandler(broken ->
                Log.debugf("the request to %s broke off: %s", request.uri().getHost(), inWords(broken)));
        long by = end;
        boolean answered = false;
        try {
            if (request.opensSocket()) {
                connected.exceptionHandler(_ -> {}); // whoever reads the answer hears of it
                var _ = connected.connect();
            } else if (request.body().flow().isPresent()) {
                boolean whole = upload(request.body().flow().get(), connected, answering);
                by = System.nanoTime() + request.timeout().toNanos(); // until now the caller took the time
                if (!whole) {
                    await(answering, by).requestWasLeftUnfinished();
                }
            } else {
                var _ = request.body().isEmpty() && BODILESS.contains(request.method())
                        ? connected.end()
                        : connected.end(Buffer.buffer(request.body().bytes()));
            }
            Reply reply = await(answering, by).reply(by, clock);
            answered = true;
            return reply;
        } catch (TimeoutException late) {
            return new Reply.Lost("out of time after " + request.timeout().toMillis() + " ms", true);
        } catch (ExecutionException failed) {
            return new Reply.Lost(reason(failed), false);
        } catch (Upload.Abandoned abandoned) {
            return new Reply.Abandoned(String.valueOf(abandoned.getMessage()));
        } finally {
            if (!answered) { // whatever went wrong: nobody reads it, and the connection is one of few
                connected.reset();
            }
        }
    }

    /**
     * Many servers refuse a large request before they have read it, and close.
     *
     * @return whether all of it was sent
     */
    private boolean upload(Flow flow, HttpClientRequest to, Future<Intake> answering)
            throws ExecutionException, TimeoutException, Upload.Abandoned {
        try {
            return Upload.send(flow, to, answering, config.longestQuiet());
        } catch (ExecutionException closed) {
            try {
                var _ = await(answering, System.nanoTime() + LAST_WORDS);
                return false;
            } catch (TimeoutException | ExecutionException nothingSaid) {
                closed.addSuppressed(nothingSaid);
                throw closed;
            }
        }
    }

    private RequestOptions options(Outgoing request, InetAddress address) {
        URI uri = request.uri();
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(Target.pathAndQuery(uri, request.signature()));
        options.putHeader("user-agent", config.userAgent());
        if (!request.asIs()) {
            // What every build of ours can unpack; Brotli's native library is not in the native binary.
            options.putHeader("accept-encoding", "gzip, deflate");
        }
        request.headers().forEach(options::putHeader);
        request.signature().headers().forEach((name, value) -> options.putHeader(name.toLowerCase(Locale.ROOT), value));
        return options;
    }

    /** @return why it cannot be, and then nothing leaves */
    private Optional<Reply> sign(Outgoing request, Scheme scheme, RequestOptions options) {
        Map<String, String> headers = new HashMap<>();
        options.getHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        URI uri = request.uri();
        Unsigned unsigned = new Unsigned(
                request.method(),
                uri,
                Target.path(uri),
                Target.query(uri, request.signature()),
                headers,
                request.body());
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return switch (Signer.sign(
                scheme, unsigned, clock.instant(), HexFormat.of().formatHex(nonce))) {
            case Signed.Impossible(String reason) -> Optional.of(new Reply.Withheld(reason));
            case Signed.Ready(Map<String, String> added, String query) -> {
                added.forEach(options::putHeader);
                options.setURI(query.isEmpty() ? unsigned.path() : unsigned.path() + "?" + query);
                yield Optional.empty();
            }
        };
    }

    private static <T> T await(Future<T> future, long end) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Interrupted(stopped);
        }
    }

    /** Whoever waited is to stop, or no longer wants the answer: the connection goes with it. */
    private static final class Interrupted extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Interrupted(InterruptedException stopped) {
            super("interrupted while waiting for a provider", stopped);
        }
    }

    /** What the failure says; it holds neither the request's headers nor its query. */
    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "the provider refused the connection";
        }
        if (cause instanceof SSLException) {
            return "no encrypted connection: " + inWords(root(cause));
        }
        return inWords(cause);
    }

    /** Only the last of the causes says what is wrong with a certificate. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** For people: classes of ours are nobody's business, unless there is nothing else to say. */
    static String inWords(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
