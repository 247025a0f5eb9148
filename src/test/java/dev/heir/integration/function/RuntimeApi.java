package dev.heir.integration.function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Lambda's own side: the function asks it for the next event and posts the answer or the error back. */
final class RuntimeApi implements AutoCloseable {

    private static final String BASE = "/2018-06-01/runtime/";

    private final Duration timeout;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** @param timeout of the function, from which the deadline of each event is made */
    RuntimeApi(Duration timeout) throws IOException {
        this.timeout = timeout;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(BASE + "invocation/next", this::next);
        server.createContext(BASE + "invocation/", this::result);
        server.createContext(BASE + "init/error", this::failedInit);
        server.start();
    }

    /** What {@code AWS_LAMBDA_RUNTIME_API} holds. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The function's answer; ends exceptionally with what the function posted as its error. */
    CompletableFuture<String> invoke(String event) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<String> answer = new CompletableFuture<>();
        open.put(id, answer);
        waiting.add(new Invocation(id, event));
        return answer;
    }

    private void next(HttpExchange exchange) throws IOException {
        try (exchange) {
            Invocation invocation = waiting.take();
            exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", invocation.id());
            exchange.getResponseHeaders()
                    .add(
                            "Lambda-Runtime-Deadline-Ms",
                            Long.toString(Instant.now().plus(timeout).toEpochMilli()));
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:it");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            respond(exchange, 200, invocation.event());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void result(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path =
                    exchange.getRequestURI().getPath().substring(BASE.length()).split("/", -1);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            // Answered before the test may go on and stop the function.
            respond(exchange, 202, "{}");
            CompletableFuture<String> answer = open.remove(path[1]);
            if (answer != null && path[2].equals("response")) {
                answer.complete(body);
            } else if (answer != null) {
                answer.completeExceptionally(new FunctionFailed(body));
            }
        }
    }

    private void failedInit(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            respond(exchange, 202, "{}");
            open.values().forEach(answer -> answer.completeExceptionally(new FunctionFailed(body)));
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Invocation(String id, String event) {}

    /** The error as the function posted it. */
    static final class FunctionFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        FunctionFailed(String error) {
            super(error);
        }
    }
}
