package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.DataInputStream;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets through the proxy, between a real server and clients that others wrote. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class WebSocketTest {

    @AutoClose
    private static final SocketProvider upstream = new SocketProvider();

    private SocketCaller caller;

    @BeforeEach
    void register() {
        caller = new SocketCaller(upstream.port());
        caller.register("sockets", "");
        upstream.forget();
    }

    @AfterEach
    void forget() {
        given().delete("/v1/credentials/of-the-sockets");
    }

    @Test
    void messages_and_the_subprotocol_go_from_end_to_end_and_the_credential_is_ours() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = caller.open("/sockets/echo?room=1", listening, "soap", "mqtt");
        assertThat(socket.getSubprotocol()).isEqualTo("mqtt");
        socket.sendText("hel", false).join();
        socket.sendText("lo", true).join();
        assertThat(listening.next()).isEqualTo("you said: hello");
        socket.sendBinary(ByteBuffer.wrap(new byte[300_000]), true).join();
        assertThat(listening.next()).isEqualTo("300000 bytes");
        socket.sendPing(ByteBuffer.wrap(new byte[7])).join();
        assertThat(listening.next()).isEqualTo("pong of 7");
        socket.sendClose(4002, "enough").join();
        assertThat(listening.next()).startsWith("closed with");
        assertThat(upstream.closes.poll(10, TimeUnit.SECONDS)).isEqualTo("4002 enough");
        assertThat(upstream.asked.take())
                .containsEntry("authorization", "Bearer the-providers-own-token")
                .doesNotContainKey("integration-key");
        assertThat(caller.row())
                .doesNotContainKey("symptom")
                .containsEntry("source", "LIVE")
                .containsEntry("status", 101)
                .containsEntry(
                        "detail",
                        "closed by the caller with 4002 'enough'; to the provider 2 messages, 300005 bytes,"
                                + " to the caller 2 messages, 300015 bytes");
    }

    @Test
    void what_the_provider_says_first_and_why_it_closes_is_heard() throws Exception {
        Listening listening = new Listening();
        caller.open("/sockets/greeting", listening);
        assertThat(listening.next()).isEqualTo("hello");
        assertThat(listening.next()).isEqualTo("closed with 4001 that was all");
        Map<String, Object> row = caller.row();
        assertThat(row).doesNotContainKey("symptom");
        assertThat((String) row.get("detail")).startsWith("closed by the provider with 4001 'that was all'");
    }

    @Test
    void frames_are_not_put_together_and_the_provider_hears_when_its_caller_leaves() throws Exception {
        WebSocket socket = caller.open("/sockets/frames", new Listening());
        socket.sendText("one", false).join();
        socket.sendText("two", true).join();
        assertThat(upstream.heard.poll(10, TimeUnit.SECONDS)).isEqualTo("text one");
        assertThat(upstream.heard.poll(10, TimeUnit.SECONDS)).isEqualTo("last more two");
        socket.abort();
        assertThat(upstream.closes.poll(10, TimeUnit.SECONDS)).startsWith("1001 the caller");
    }

    private static final class Ears extends WebSocketListener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(okhttp3.WebSocket socket, Response response) {
            heard.add(response.header("Integration-Source") + " " + response.header("Sec-WebSocket-Extensions"));
        }

        @Override
        public void onMessage(okhttp3.WebSocket socket, String text) {
            heard.add(text);
        }

        @Override
        public void onClosing(okhttp3.WebSocket socket, int code, String reason) {
            heard.add("closing " + code);
        }

        @Override
        public void onFailure(okhttp3.WebSocket socket, Throwable failure, @Nullable Response response) {
            heard.add("failed " + failure);
        }
    }

    @Test
    void okhttp_packs_its_messages_as_it_agreed_with_the_provider_and_pings() throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .pingInterval(Duration.ofMillis(200)) // it fails when one is not answered before the next
                .build();
        Ears ears = new Ears();
        try (PackedEcho echo = new PackedEcho()) {
            caller.register("packed", "http://127.0.0.1:" + echo.port(), "internal: true\n");
            okhttp3.WebSocket socket = client.newWebSocket(
                    new Request.Builder()
                            .url(OwnServer.uri("/v1/proxy/packed/echo").toString())
                            .header("Integration-Key", caller.key)
                            .build(),
                    ears);
            assertThat(ears.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("LIVE permessage-deflate");
            String much = "all work and no play ".repeat(5000);
            for (int i = 0; i < 5; i++) {
                socket.send(much + i);
                assertThat(ears.heard.poll(20, TimeUnit.SECONDS)).isEqualTo(much + i);
                assertThat(ears.heard.poll(250, TimeUnit.MILLISECONDS)).isNull();
            }
            socket.close(1000, "");
            assertThat(ears.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("closing 1000");
        }
        String told = String.valueOf(caller.row().get("detail"));
        assertThat(told).startsWith("closed by the caller with 1000; to the provider 5 messages, ");
        assertThat(Integer.parseInt(told.replaceAll(".*5 messages, (\\d+) bytes, to the caller.*", "$1")))
                .isLessThan(100_000);
        client.dispatcher().executorService().shutdown();
    }

    @Test
    void a_provider_that_dies_in_the_middle_is_no_normal_close_and_opens_its_circuit() throws Exception {
        caller.register("mortal", "");
        for (int i = 0; i < 5; i++) {
            Listening listening = new Listening();
            WebSocket socket = caller.open("/mortal/mortal", listening);
            socket.sendText("die", true).join();
            assertThat(listening.next()).startsWith("closed with 1011 the provider");
            assertThat(caller.row()).containsEntry("symptom", "SERVICE_UNAVAILABLE");
        }
        assertThat(caller.handshake("/mortal/echo", Map.of()).body()).contains("the circuit of every endpoint is open");
    }

    @Test
    void a_message_that_is_too_large_is_refused_with_1009() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = caller.open("/sockets/echo", listening);
        var _ = socket.sendBinary(ByteBuffer.wrap(new byte[17_000_000]), true);
        assertThat(listening.next()).startsWith("closed with 1009");
        assertThat(upstream.closes.poll(10, TimeUnit.SECONDS)).startsWith("1001 the caller");
    }

    @Test
    void of_200_MB_for_a_caller_that_does_not_read_only_a_little_is_taken_and_nothing_is_lost() throws Exception {
        long all = (long) SocketProvider.PIECE * SocketProvider.PIECES;
        try (Socket connection = caller.connect("/sockets/plenty", Map.of())) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            assertThat(SocketCaller.answered(in).status()).isEqualTo(101);
            long before = -1;
            for (long now = 0; now != before || now == 0; now = upstream.written.get()) {
                before = now;
                SocketCaller.pause(500);
            }
            // The kernel's buffers of two connections, which grow to some megabytes each, and our few.
            assertThat(before).isLessThan(all / 8);
            for (int i = 0; i < SocketProvider.PIECES; i++) {
                assertThat(in.readUnsignedByte()).isEqualTo(0x82);
                assertThat(in.readUnsignedByte()).isEqualTo(127);
                assertThat(in.readLong()).isEqualTo(SocketProvider.PIECE);
                in.skipNBytes(SocketProvider.PIECE);
            }
            assertThat(upstream.written.get()).isEqualTo(all);
        }
    }
}
