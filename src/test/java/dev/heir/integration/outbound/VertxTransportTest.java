package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back from servers that behave, time out, reset, truncate and lie. */
class VertxTransportTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final VertxTransport TRANSPORT = new VertxTransport(VERTX, new Bounds(), Clock.systemUTC());

    /** The first connection of a JVM takes its time; the tests about time begin after it. */
    @BeforeAll
    static void warmUp() throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            ask(server.port());
        }
    }

    @AfterAll
    static void close() {
        TRANSPORT.close();
        var _ = VERTX.close();
    }

    private static Reply ask(int port, String path, Signature signature, Duration timeout) {
        return TRANSPORT.send(new Transport.Outgoing(
                "GET",
                URI.create("http://127.0.0.1:" + port + path),
                Map.of("x-mine", "yes"),
                Body.EMPTY,
                signature,
                timeout,
                true));
    }

    private static Reply ask(int port) {
        return ask(port, "/a?b=c", Signature.NONE, Duration.ofSeconds(5));
    }

    private static Reply passed(int port, Duration timeout) {
        return TRANSPORT.send(new Transport.Outgoing(
                "GET",
                URI.create("http://127.0.0.1:" + port + "/flows"),
                Map.of(),
                Body.EMPTY,
                Signature.NONE,
                timeout,
                true,
                true));
    }

    /** The bounds of these tests keep eight connections. */
    @Test
    void where_all_connections_are_taken_it_is_us_who_have_no_room_and_there_is_some_again_after_that()
            throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(8);
        try (var server = new EvilServer((connection, out) -> {
                    there.countDown();
                    over.await();
                    out.write(
                            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> first = IntStream.range(0, 8)
                    .mapToObj(
                            _ -> threads.submit(() -> ask(server.port(), "/", Signature.NONE, Duration.ofSeconds(20))))
                    .toList();
            there.await();

            assertThat(ask(server.port(), "/", Signature.NONE, Duration.ofMillis(100)))
                    .isInstanceOf(Reply.NoRoom.class);

            over.countDown();
            for (Future<Reply> reply : first) {
                assertThat(reply.get().status()).isEqualTo(204);
            }
            assertThat(ask(server.port()).status()).isEqualTo(204);
        }
    }

    @Test
    void what_flows_leaves_room_for_calls_and_gives_its_own_back_when_it_is_cut() throws IOException {
        try (var server = new EvilServer((connection, out) -> {
            String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var _ = connection.getInputStream().read();
        })) {
            List<Reply.Responded> flows = IntStream.range(0, 6)
                    .mapToObj(_ -> (Reply.Responded) passed(server.port(), Duration.ofSeconds(10)))
                    .toList();
            assertThat(flows).allMatch(flow -> flow.body().flow().isPresent());

            assertThat(passed(server.port(), Duration.ofMillis(100))).isInstanceOf(Reply.NoRoom.class);
            assertThat(ask(server.port(), "/", Signature.NONE, Duration.ofMillis(300)))
                    .as("it has a connection, and is not answered in time")
                    .isInstanceOf(Reply.Lost.class);

            flows.forEach(flow -> flow.body().flow().orElseThrow().cut());
            Reply again = passed(server.port(), Duration.ofSeconds(10));
            assertThat(again.status()).isEqualTo(200);
            ((Reply.Responded) again).body().flow().orElseThrow().cut();
        }
    }

    @Test
    void an_answer_comes_back_whole() throws IOException {
        try (var server = new EvilServer(
                EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Two: one\r\nX-Two: two\r\n\r\nhi"))) {
            Reply.Responded reply = (Reply.Responded) ask(server.port());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().text()).isEqualTo("hi");
            assertThat(reply.headers().get("x-two")).containsExactly("one", "two");
            assertThat(server.heads().getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1")
                    .doesNotContain("content-length")
                    .contains("x-mine: yes")
                    .contains("user-agent: IntegrationOrchestrator/test");
        }
    }

    @Test
    void however_fast_the_body_comes_none_of_it_is_missed() throws IOException {
        try (var server = new EvilServer(
                EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"))) {
            for (int i = 0; i < 300; i++) {
                assertThat(((Reply.Responded) ask(server.port())).body().text()).isEqualTo("hi");
            }
        }
    }

    @Test
    void https_in_capitals_is_https_and_nothing_else_is_sent_in_clear() throws IOException {
        Signature signature = new Signature(Map.of("authorization", "Bearer s3cr3t"), Map.of());
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            for (String scheme : List.of("HTTPS", "gopher", "ws")) {
                Reply reply = TRANSPORT.send(new Transport.Outgoing(
                        "GET",
                        URI.create(scheme + "://127.0.0.1:" + server.port() + "/"),
                        Map.of(),
                        Body.EMPTY,
                        signature,
                        Duration.ofSeconds(1),
                        true));
                assertThat(reply).isNotInstanceOf(Reply.Responded.class);
            }
            assertThat(server.heads()).noneMatch(head -> head.contains("s3cr3t"));
        }
    }

    @Test
    void a_signature_is_put_on_at_the_last_moment() throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            ask(
                    server.port(),
                    "/a",
                    new Signature(Map.of("Authorization", "Bearer x"), Map.of("api key", "ä&b")),
                    Duration.ofSeconds(5));
            assertThat(server.heads().getFirst())
                    .startsWith("GET /a?api+key=%C3%A4%26b ")
                    .contains("authorization: Bearer x");
        }
    }

    @Test
    void nobody_listening_means_not_sent() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThat(ask(port)).isInstanceOfSatisfying(Reply.NotSent.class, not -> assertThat(not.reason())
                .contains("refused"));
    }

    @Test
    void a_name_without_an_address_is_withheld() {
        Reply reply = TRANSPORT.send(new Transport.Outgoing(
                "GET",
                URI.create("http://nobody.invalid/"),
                Map.of(),
                Body.EMPTY,
                Signature.NONE,
                Duration.ofSeconds(5),
                false));
        assertThat(reply).isEqualTo(new Reply.Withheld("host 'nobody.invalid' has no address", true));
    }

    @Test
    void a_name_that_is_not_found_in_time_means_not_sent_and_timed_out() {
        CountDownLatch over = new CountDownLatch(1);
        VertxTransport hanging =
                new VertxTransport(VERTX, new Bounds(), Clock.systemUTC(), new Gate((host, internal) -> {
                    try {
                        over.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return new Wall.Verdict.Refused("late");
                }));
        Reply reply = hanging.send(new Transport.Outgoing(
                "GET",
                URI.create("http://hangs.example/"),
                Map.of(),
                Body.EMPTY,
                Signature.NONE,
                Duration.ofMillis(100),
                false));
        assertThat(reply).isEqualTo(new Reply.NotSent("no address within the attempt's time", true));
        over.countDown();
        hanging.close();
    }

    private static Reply send(String method, int port, Map<String, String> headers, Body body) {
        return TRANSPORT.send(new Transport.Outgoing(
                method,
                URI.create("http://127.0.0.1:" + port + "/orders"),
                headers,
                body,
                Signature.NONE,
                Duration.ofSeconds(5),
                true));
    }

    /** Takes a body as long as announced, then says that it was created. */
    private static EvilServer taking(int length, List<byte[]> bodies) {
        return new EvilServer((connection, out) -> {
            bodies.add(connection.getInputStream().readNBytes(length));
            EvilServer.says("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n").to(connection, out);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 3_000_000})
    void a_body_arrives_as_it_is_with_its_length_and_type(int length) throws IOException {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        try (var server = taking(length, bodies)) {
            Reply reply = send("POST", server.port(), Map.of("content-type", "application/x-thing"), Body.of(bytes));
            assertThat(reply).isInstanceOfSatisfying(Reply.Responded.class, created -> assertThat(created.status())
                    .isEqualTo(201));
            assertThat(server.heads().getFirst())
                    .startsWith("POST /orders HTTP/1.1")
                    .contains("content-length: " + length)
                    .contains("content-type: application/x-thing");
            assertThat(bodies).singleElement().isEqualTo(bytes);
        }
    }

    @Test
    void a_delete_may_have_a_body_and_a_post_may_have_none() throws IOException {
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        try (var server = taking(2, bodies)) {
            send("DELETE", server.port(), Map.of(), Body.of("{}"));
            assertThat(server.heads().getFirst()).contains("content-length: 2");
            assertThat(bodies).singleElement().isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        }
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))) {
            send("POST", server.port(), Map.of(), Body.EMPTY);
            send("DELETE", server.port(), Map.of(), Body.EMPTY);
            assertThat(server.heads().getFirst()).contains("content-length: 0");
            assertThat(server.heads().getLast()).startsWith("DELETE").doesNotContain("content-length");
        }
    }

    @Test
    void a_connection_that_is_cut_while_a_body_travels_may_have_delivered_it() throws IOException {
        try (var server = new EvilServer(EvilServer.resets())) {
            assertThat(send("POST", server.port(), Map.of(), Body.of(new byte[3_000_000])))
                    .isInstanceOf(Reply.Lost.class);
        }
    }

    @Test
    void a_refusal_that_comes_before_the_body_was_read_is_heard() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        try (var server = new EvilServer((connection, out) -> {
            EvilServer.says("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno")
                    .to(connection, out);
            out.flush();
            heard.await();
        })) {
            assertThat(send("POST", server.port(), Map.of(), Body.of(new byte[100_000])))
                    .isInstanceOfSatisfying(Reply.Responded.class, refused -> assertThat(refused.status())
                            .isEqualTo(413));
            heard.countDown();
        }
    }

    @Test
    void loopback_is_behind_the_wall_unless_the_provider_is_internal() throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            Reply reply = TRANSPORT.send(new Transport.Outgoing(
                    "GET",
                    URI.create("http://localhost:" + server.port() + "/"),
                    Map.of(),
                    Body.EMPTY,
                    Signature.NONE,
                    Duration.ofSeconds(5),
                    false));
            assertThat(reply).isInstanceOfSatisfying(Reply.Withheld.class, by -> assertThat(by.reason())
                    .contains("not public"));
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void a_websocket_is_behind_the_wall_as_well() throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 101 Switching Protocols\r\n\r\n"))) {
            Reply reply = TRANSPORT.send(new Transport.Outgoing(
                    "GET",
                    URI.create("http://localhost:" + server.port() + "/"),
                    Map.of("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    Body.EMPTY,
                    Signature.NONE,
                    Duration.ofSeconds(5),
                    false,
                    true));
            assertThat(reply).isInstanceOfSatisfying(Reply.Withheld.class, by -> assertThat(by.reason())
                    .contains("not public"));
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    @Timeout(30)
    void of_several_addresses_a_dead_one_does_not_end_the_attempt() throws IOException {
        InetAddress dead = InetAddress.ofLiteral("127.0.0.9");
        VertxTransport several = new VertxTransport(
                VERTX,
                new Bounds(),
                Clock.systemUTC(),
                new Gate((host, internal) ->
                        new Wall.Verdict.Admitted(List.of(dead, dead, InetAddress.getLoopbackAddress()))));
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            Reply reply = several.send(new Transport.Outgoing(
                    "GET",
                    URI.create("http://several.example:" + server.port() + "/"),
                    Map.of(),
                    Body.EMPTY,
                    Signature.NONE,
                    Duration.ofSeconds(5),
                    false));
            assertThat(reply.status()).isEqualTo(204);
        }
        several.close();
    }

    /** One connection only, so that one that is not given back is missed by the next request. */
    @Test
    @Timeout(60)
    void whatever_goes_wrong_its_connection_is_free_for_the_next_request() throws Exception {
        VertxTransport narrow = new VertxTransport(VERTX, new Bounds(1), Clock.systemUTC());
        AtomicReference<EvilServer.Deed> next = new AtomicReference<>();
        EvilServer.Deed well = EvilServer.says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        CountDownLatch over = new CountDownLatch(1);
        EvilServer.Deed silence = (connection, out) -> over.await();
        EvilServer.Deed stall = (connection, out) -> {
            EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal").to(connection, out);
            out.flush();
            over.await();
        };
        EvilServer.Deed large = EvilServer.says(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000));
        try (var server = new EvilServer(
                (connection, out) -> Objects.requireNonNull(next.get()).to(connection, out))) {
            Map<String, EvilServer.Deed> deeds =
                    Map.of("silence", silence, "a stall", stall, "too much", large, "a reset", EvilServer.resets());
            for (Map.Entry<String, EvilServer.Deed> deed : deeds.entrySet()) {
                next.set(deed.getValue());
                narrow.send(through(server, "GET", Body.EMPTY, Duration.ofSeconds(1), false));
                next.set(well);
                assertIsFree(narrow, server, deed.getKey());
            }
            next.set((connection, out) -> {
                EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(500))
                        .to(connection, out);
                out.flush();
                over.await();
            }); // what flows is cut by whoever reads it
            Reply flowing = narrow.send(through(server, "GET", Body.EMPTY, Duration.ofSeconds(5), true));
            assertThat(flowing).isInstanceOf(Reply.Responded.class);
            ((Reply.Responded) flowing).body().flow().orElseThrow().cut();
            next.set(well);
            assertIsFree(narrow, server, "a cut");

            next.set(silence); // the caller's body breaks off
            assertThat(narrow.send(through(
                            server,
                            "POST",
                            halfSent(() -> {
                                throw new IOException("gone");
                            }),
                            Duration.ofSeconds(5),
                            false)))
                    .isInstanceOf(Reply.Abandoned.class);
            next.set(well);
            assertIsFree(narrow, server, "half a body");

            next.set(silence); // whoever sends is to stop
            Thread sending = Thread.currentThread();
            assertThatThrownBy(() -> narrow.send(through(
                            server,
                            "POST",
                            halfSent(() -> {
                                sending.interrupt();
                                return 1;
                            }),
                            Duration.ofSeconds(5),
                            false)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(Thread.interrupted()).isTrue();
            next.set(well);
            assertIsFree(narrow, server, "an interruption");
        }
        over.countDown();
        narrow.close();
    }

    private static void assertIsFree(VertxTransport transport, EvilServer server, String after) {
        assertThat(transport.send(through(server, "GET", Body.EMPTY, Duration.ofSeconds(3), false)))
                .as("after " + after)
                .isInstanceOfSatisfying(Reply.Responded.class, reply -> assertThat(reply.status())
                        .isEqualTo(204));
    }

    private static Transport.Outgoing through(
            EvilServer server, String method, Body body, Duration timeout, boolean asIs) {
        return new Transport.Outgoing(
                method,
                URI.create("http://127.0.0.1:" + server.port() + "/"),
                Map.of(),
                body,
                Signature.NONE,
                timeout,
                true,
                asIs);
    }

    /** A piece, and then what the caller's connection comes to. */
    private static Body halfSent(Callable<Integer> then) {
        InputStream bytes = new InputStream() {
            private boolean began;

            @Override
            public int read() throws IOException {
                if (!began) {
                    began = true;
                    return 'x';
                }
                try {
                    return then.call();
                } catch (IOException gone) {
                    throw gone;
                } catch (Exception other) {
                    throw new IllegalStateException(other);
                }
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                into[offset] = (byte) read();
                return 1;
            }
        };
        return Body.of(new Flow(bytes, OptionalLong.of(1_000_000), () -> {}));
    }

    @Test
    void silence_is_lost_and_timed_out() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (var server = new EvilServer((connection, out) -> over.await())) {
            Reply reply = ask(server.port(), "/", Signature.NONE, Duration.ofSeconds(1));
            assertThat(reply).isEqualTo(new Reply.Lost("out of time after 1000 ms", true));
            over.countDown();
        }
    }

    @Test
    void a_body_that_stalls_is_lost_and_timed_out() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (var server = new EvilServer((connection, out) -> {
            EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal").to(connection, out);
            out.flush();
            over.await();
        })) {
            assertThat(ask(server.port(), "/", Signature.NONE, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.timedOut())
                            .isTrue());
            over.countDown();
        }
    }

    @Test
    void a_reset_is_lost() throws IOException {
        try (var server = new EvilServer(EvilServer.resets())) {
            assertThat(ask(server.port())).isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.timedOut())
                    .isFalse());
        }
    }

    @Test
    void a_truncated_body_is_lost_and_never_a_short_success() throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"))) {
            assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
        }
    }

    @Test
    void a_truncated_chunked_body_is_lost() throws IOException {
        try (var server =
                new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"))) {
            assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
        }
    }

    @Test
    void what_is_not_http_is_lost() throws IOException {
        try (var server = new EvilServer(EvilServer.says("SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
            assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
        }
    }

    @Test
    void an_answer_larger_than_the_bound_is_dropped_and_the_bound_named() throws IOException {
        try (var server =
                new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000)))) {
            assertThat(ask(server.port())).isInstanceOfSatisfying(Reply.TooLarge.class, large -> {
                assertThat(large.status()).isEqualTo(200);
                assertThat(large.reason())
                        .isEqualTo("the answer is larger than integration.outbound.largest-answer, 1000 bytes");
                assertThat(large.head().orElseThrow().bytes()).startsWith('x').hasSizeGreaterThanOrEqualTo(1000);
            });
        }
    }

    @Test
    void an_answer_with_more_headers_than_anybody_needs_is_dropped() throws IOException {
        for (int lines : List.of(49, 50, 400)) {
            try (var server = new EvilServer(
                    EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + "A: b\r\n".repeat(lines) + "\r\n"))) {
                assertThat(ask(server.port())).isInstanceOf(lines == 49 ? Reply.Responded.class : Reply.TooLarge.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b\0c",
                "A: b\rc",
                "A\0: b",
                ": c",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: -1"
            })
    void a_head_that_can_be_read_in_two_ways_is_no_answer(String line) throws IOException {
        try (var server = new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\n" + line + "\r\n\r\nhi"))) {
            assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
        }
    }

    @Test
    void a_head_or_a_line_of_a_body_that_has_no_end_is_no_answer() throws IOException {
        for (String endless : List.of(
                "HTTP/1.1 200 OK\r\nA: " + "b".repeat(100_000) + "\r\n\r\n",
                "HTTP/1.1 200 " + "b".repeat(100_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0;" + "b".repeat(100_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: " + "b".repeat(100_000) + "\r\n\r\n")) {
            try (var server = new EvilServer(EvilServer.says(endless))) {
                assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
            }
        }
    }

    @Test
    void what_stands_behind_the_body_is_no_header() throws IOException {
        try (var server = new EvilServer(EvilServer.says(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nLink: </a>; rel=next\r\n\r\n"))) {
            Reply.Responded reply = (Reply.Responded) ask(server.port());
            assertThat(reply.body().text()).isEqualTo("hi");
            assertThat(reply.headers()).doesNotContainKey("link");
        }
    }

    @Test
    void who_says_only_that_an_answer_will_come_is_not_listened_to_for_ever() throws IOException {
        String hint = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        try (var server = new EvilServer(EvilServer.says(hint.repeat(8) + answer))) {
            assertThat(ask(server.port())).isInstanceOf(Reply.Responded.class);
        }
        for (String word : List.of(hint, "HTTP/1.1 100 Continue\r\n\r\n")) {
            try (var server = new EvilServer(EvilServer.says(word.repeat(5_000) + answer))) {
                assertThat(ask(server.port())).isInstanceOf(Reply.Lost.class);
            }
        }
    }

    @Test
    void a_small_body_that_unpacks_to_a_large_one_is_dropped_as_well() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1_000_000]);
        }
        try (var server = new EvilServer((connection, out) -> {
            EvilServer.says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                            + "\r\n\r\n")
                    .to(connection, out);
            out.write(packed.toByteArray());
        })) {
            assertThat(ask(server.port())).isInstanceOf(Reply.TooLarge.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zlib", "raw"})
    void what_is_packed_is_unpacked_and_what_lacks_its_end_is_no_answer(String format) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (format) {
                    case "gzip" -> new GZIPOutputStream(packed);
                    case "zlib" -> new DeflaterOutputStream(packed);
                    default -> new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
                }) {
            out.write("{\"all\":\"of it\"}".getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = packed.toByteArray();
        for (int missing : new int[] {0, 6}) {
            byte[] sent = Arrays.copyOf(whole, whole.length - missing);
            try (var server = new EvilServer((connection, out) -> {
                EvilServer.says("HTTP/1.1 200 OK\r\nContent-Encoding: " + (format.equals("gzip") ? "gzip" : "deflate")
                                + "\r\nConnection: close\r\nContent-Length: " + sent.length + "\r\n\r\n")
                        .to(connection, out);
                out.write(sent);
            })) {
                Reply reply = ask(server.port());
                if (missing > 0) {
                    assertThat(reply).isInstanceOf(Reply.Lost.class);
                } else {
                    assertThat(reply).isInstanceOfSatisfying(Reply.Responded.class, answer -> {
                        assertThat(answer.body().bytes()).asString().isEqualTo("{\"all\":\"of it\"}");
                        assertThat(answer.headers()).doesNotContainKeys("content-encoding", "content-length");
                    });
                }
            }
        }
    }
}
