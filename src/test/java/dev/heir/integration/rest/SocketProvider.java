package dev.heir.integration.rest;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A provider on loopback that speaks WebSocket, or refuses to, by the path it is asked at. */
final class SocketProvider implements AutoCloseable {

    static final int PIECE = 64 * 1024;
    static final int PIECES = 3200; // 200 MB

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    final BlockingQueue<Map<String, String>> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    final AtomicLong written = new AtomicLong();

    SocketProvider() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setMaxWebSocketMessageSize(64 * 1024 * 1024)
                .setMaxWebSocketFrameSize(64 * 1024 * 1024)
                .setPerMessageWebSocketCompressionSupported(true)
                .setWebSocketSubProtocols(List.of("graphql-transport-ws", "mqtt"));
        server = vertx.createHttpServer(options)
                .requestHandler(this::asked)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    private void asked(HttpServerRequest request) {
        asked.add(PassedHeaders.asked(PassedHeaders.of(request.headers())).passed());
        String what = what(request);
        switch (what) {
            case "401" -> refuse(request, 401, "{\"error\":\"no such token\"}");
            case "404" -> refuse(request, 404, "{\"error\":\"no such room\"}");
            case "429" -> {
                request.response().putHeader("retry-after", "30");
                refuse(request, 429, "{}");
            }
            case "503" -> refuse(request, 503, "{\"error\":\"down\"}");
            case "plain" -> refuse(request, 200, "{}");
            case "liar" -> {
                var _ = request.response()
                        .setStatusCode(101)
                        .putHeader("connection", "Upgrade")
                        .putHeader("upgrade", "websocket")
                        .putHeader("sec-websocket-accept", "bm90IHRoZSByaWdodCBvbmU=")
                        .end();
            }
            default -> {
                var _ = request.toWebSocket().onSuccess(socket -> serve(what, socket, request.connection()));
            }
        }
    }

    /** The path's last part: what comes before it tells one provider from another. */
    private static String what(HttpServerRequest request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    void forget() {
        asked.clear();
        heard.clear();
        closes.clear();
        written.set(0);
    }

    private static void refuse(HttpServerRequest request, int status, String body) {
        var _ = request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    private void serve(String path, ServerWebSocket socket, HttpConnection connection) {
        socket.closeHandler(_ -> closes.add(socket.closeStatusCode() + " " + socket.closeReason()));
        socket.exceptionHandler(_ -> {});
        switch (path) {
            case "greeting" -> {
                socket.writeTextMessage("hello");
                var _ = socket.close((short) 4001, "that was all");
            }
            case "frames" ->
                socket.frameHandler(frame -> {
                    if (!frame.isClose()) {
                        heard.add((frame.isFinal() ? "last " : "") + kind(frame) + " " + frame.textData());
                    }
                });
            case "plenty" -> produce(socket);
            case "mortal" -> // without a word, as when its process is killed
                socket.textMessageHandler(_ -> {
                    var _ = ((ConnectionBase) connection)
                            .channelHandlerContext()
                            .close();
                });
            default -> {
                socket.textMessageHandler(text -> socket.writeTextMessage("you said: " + text));
                socket.binaryMessageHandler(socket::writeBinaryMessage);
            }
        }
    }

    private static String kind(WebSocketFrame frame) {
        return frame.isText() ? "text" : frame.isBinary() ? "binary" : "more";
    }

    /** As fast as they are taken; whoever makes room calls again, also in the middle. */
    private void produce(ServerWebSocket to) {
        to.drainHandler(_ -> produce(to));
        while (written.get() < (long) PIECES * PIECE && !to.writeQueueFull()) {
            written.addAndGet(PIECE);
            to.writeBinaryMessage(Buffer.buffer(new byte[PIECE]));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
