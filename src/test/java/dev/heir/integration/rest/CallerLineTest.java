package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.socket.Line;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.NetSocket;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallerLineTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_caller_who_speaks_at_once_comes_neither_before_nor_between_the_101_and_the_change_of_protocol()
            throws Exception {
        CompletableFuture<Boolean> changedInOneTurn = new CompletableFuture<>();
        CompletableFuture<Line> opened = new CompletableFuture<>();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    Context own = vertx.getOrCreateContext();
                    Watched watched = new Watched(request, changedInOneTurn);
                    Thread.ofVirtual().start(() -> CallerLine.opened(watched, own, Duration.ofSeconds(10))
                            .onSuccess(opened::complete)
                            .onFailure(opened::completeExceptionally));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            caller.getOutputStream()
                    .write(bytes(
                            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
            DataInputStream answer = new DataInputStream(caller.getInputStream());
            assertThat(answer.readNBytes(12)).isEqualTo(bytes("HTTP/1.1 101"));
            caller.getOutputStream().write(bytes("at once"));
            Line line = opened.get(10, TimeUnit.SECONDS);
            assertThat(line.from().readNBytes(7)).isEqualTo(bytes("at once"));
            // Two tasks of the event loop would let what it reads come in between.
            assertThat(changedInOneTurn.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells on which thread the connection becomes another. */
    private static final class Watched extends HttpServerRequestWrapper {
        private final CompletableFuture<Boolean> onEventLoop;

        Watched(HttpServerRequest request, CompletableFuture<Boolean> onEventLoop) {
            super((HttpServerRequestInternal) request);
            this.onEventLoop = onEventLoop;
        }

        @Override
        public Future<NetSocket> toNetSocket() {
            onEventLoop.complete(Context.isOnEventLoopThread());
            return super.toNetSocket();
        }
    }
}
