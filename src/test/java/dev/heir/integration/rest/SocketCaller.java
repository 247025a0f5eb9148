package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A project that opens WebSockets through the proxy, and what it has registered for that. */
final class SocketCaller {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int upstream;
    final String key;

    SocketCaller(int upstream) {
        this.upstream = upstream;
        given().contentType(ContentType.JSON)
                .body("{\"kind\":\"bearer\",\"token\":\"the-providers-own-token\"}")
                .put("/v1/credentials/of-the-sockets");
        key = OwnServer.key("talkers");
    }

    /** Under a base URL of its own, so that its circuit is its own too. */
    void register(String provider, String more) {
        register(provider, base(provider), "internal: true\n" + more);
    }

    String base(String provider) {
        return "http://127.0.0.1:" + upstream + "/" + provider;
    }

    void register(String provider, String baseUrl, String more) {
        OwnServer.provider(provider, "baseUrl: " + baseUrl + "\ncredentials: [of-the-sockets]\n" + more);
    }

    WebSocket open(String path, Listening listening, String... protocols) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().header("Authorization", "Bearer " + key);
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        return builder.buildAsync(
                        URI.create("ws"
                                + OwnServer.uri("/v1/proxy" + path).toString().substring(4)),
                        listening)
                .join();
    }

    /** The ledger's newest row, when it tells of the end. */
    Map<String, Object> row() throws InterruptedException {
        Map<String, Object> row = Map.of("detail", "the WebSocket is open");
        for (int i = 0; i < 200 && "the WebSocket is open".equals(row.get("detail")); i++) {
            pause(50);
            row = given().get("/v1/ledger?project=talkers&limit=1")
                    .then()
                    .extract()
                    .path("items[0]");
        }
        return row;
    }

    static void pause(int millis) throws InterruptedException {
        var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    /** What a handshake is answered with. */
    record Answered(int status, Map<String, String> headers, String body) {
        JsonPath json() {
            return JsonPath.from(body);
        }
    }

    /** @param others headers instead of, or beside, those of a good handshake */
    Answered handshake(String path, Map<String, String> others) throws IOException {
        try (Socket socket = connect(path, others)) {
            return answered(new DataInputStream(socket.getInputStream()));
        }
    }

    /** The connection after a handshake was sent. */
    Socket connect(String path, Map<String, String> others) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "Host", "localhost",
                "Integration-Key", key,
                "Integration-Deadline", "2s",
                "Connection", "keep-alive, Upgrade",
                "Upgrade", "websocket",
                "Sec-WebSocket-Version", "13",
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        headers.putAll(others);
        headers.values().removeIf(String::isEmpty);
        StringBuilder head = new StringBuilder("GET /v1/proxy" + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), OwnServer.uri("/").getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static Answered answered(DataInputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        Map<String, String> headers = headers(in);
        int length = status == 101 ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answered(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** By lower-case name, up to the empty line; a first line that is none of them is passed over. */
    static Map<String, String> headers(DataInputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[parts.length - 1]);
        }
        return headers;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
