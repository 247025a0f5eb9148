package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The two-way wire of WebDriver (W3C WebDriver BiDi): commands out, answers and events in. For one thread. */
final class BiDi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Stands for the end of the connection. */
    private static final String END = "";

    /** A page that says more than this of itself is not worth its memory. */
    private static final int LONGEST = 64 * 1024 * 1024;

    private static final Duration LONGEST_SEND = Duration.ofSeconds(10);

    private final WebSocket socket;
    private final Heard heard = new Heard();
    private int last;

    private BiDi(HttpClient client, URI uri, Duration timeout) {
        this.socket = client.newWebSocketBuilder()
                .connectTimeout(timeout)
                .buildAsync(uri, heard)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    static BiDi connect(HttpClient client, URI uri, Duration timeout) throws IOException {
        try {
            return new BiDi(client, uri, timeout);
        } catch (CompletionException failed) {
            throw new IOException("the driver's WebSocket does not open: " + failed.getCause(), failed);
        }
    }

    /** What is done about an event. */
    interface Listener {
        void event(String method, JsonNode params) throws IOException;
    }

    /** Sends a command and does not wait for its answer. */
    int send(String method, ObjectNode params) throws IOException {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        command.put("id", ++last).put("method", method).set("params", params);
        try {
            var _ = socket.sendText(command.toString(), true)
                    .orTimeout(LONGEST_SEND.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException gone) {
            throw new IOException("the browser has gone", gone);
        }
        return last;
    }

    /**
     * Sends a command and waits for its answer; events that come before go to the listener.
     *
     * @param end of the waiting, by {@link System#nanoTime}
     */
    JsonNode call(String method, ObjectNode params, Listener listener, long end) throws IOException {
        int id = send(method, params);
        while (true) {
            JsonNode message = next(end);
            if (message == null) {
                throw new IOException(method + " was not answered in time");
            }
            if (message.path("id").asInt() == id) {
                if (message.path("type").asText().equals("error")) {
                    throw new IOException(method + ": " + message.path("error").asText() + ", "
                            + message.path("message").asText());
                }
                return message.path("result");
            }
            tell(message, listener);
        }
    }

    /** Hears one event, if one comes until then. @return whether anything came */
    boolean hear(Listener listener, long end) throws IOException {
        JsonNode message = next(end);
        if (message != null) {
            tell(message, listener);
        }
        return message != null;
    }

    private static void tell(JsonNode message, Listener listener) throws IOException {
        if (message.path("type").asText().equals("event")) {
            listener.event(message.path("method").asText(), message.path("params"));
        }
    }

    private @Nullable JsonNode next(long end) throws IOException {
        try {
            String text = heard.said.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (text == null) {
                return null;
            }
            if (text.equals(END)) {
                heard.said.add(END);
                throw new IOException("the browser ended");
            }
            return JSON.readTree(text);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Heard implements WebSocket.Listener {

        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean complete) {
            part.append(text);
            if (part.length() > LONGEST) {
                said.add(END);
                socket.abort();
                return null;
            }
            if (complete) {
                said.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            said.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            said.add(END);
        }
    }
}
