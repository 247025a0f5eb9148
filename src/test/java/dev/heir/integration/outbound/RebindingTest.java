package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name server that changes its mind between the check and the connection. */
@Timeout(120)
class RebindingTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        var _ = VERTX.close();
    }

    private static Transport.Outgoing ask(int port, Duration timeout, boolean internal) {
        return new Transport.Outgoing(
                "GET",
                URI.create("http://rebind.example:" + port + "/"),
                Map.of(),
                Body.EMPTY,
                Signature.NONE,
                timeout,
                internal);
    }

    @Test
    void ten_thousand_answers_that_change_let_nobody_in() {
        AtomicInteger asked = new AtomicInteger();
        Wall wall = new Wall(
                _ -> RealTransport.addresses(asked.getAndIncrement() % 2 == 0 ? "93.184.215.14" : "127.0.0.1"),
                List.of());
        for (int i = 0; i < 10_000; i++) {
            if (wall.look("rebind.example", false) instanceof Wall.Verdict.Admitted admitted) {
                assertThat(admitted.addresses()).noneMatch(InetAddress::isLoopbackAddress);
            }
        }
        assertThat(asked).hasValue(10_000);
    }

    /** The address of the first answer is connected to: nothing listens there, and what listens on loopback hears nothing. */
    @Test
    void what_is_connected_to_is_what_was_looked_at() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (var inside = new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ninside"))) {
            VertxTransport transport = RealTransport.with(
                    VERTX, _ -> RealTransport.addresses(asked.getAndIncrement() == 0 ? "240.0.0.0" : "127.0.0.1"));
            try {
                // 240.0.0.0 is nowhere: as internal it passes the wall, and the connection to it is what fails.
                Reply first = transport.send(ask(inside.port(), Duration.ofMillis(500), true));
                assertThat(first).isInstanceOf(Reply.NotSent.class);
                assertThat(asked).hasValue(1);
                assertThat(inside.heads()).isEmpty();
                // And the second answer, asked for by the second attempt, is judged by itself.
                assertThat(transport.send(ask(inside.port(), Duration.ofSeconds(5), false)))
                        .isInstanceOf(Reply.Withheld.class);
                assertThat(asked).hasValue(2);
                assertThat(inside.heads()).isEmpty();
            } finally {
                transport.close();
            }
        }
    }

    /** A connection that is kept is kept for its address, not for its name. */
    @Test
    void a_kept_connection_is_no_way_round_the_wall() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (var inside = new EvilServer(EvilServer.says("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ninside"))) {
            VertxTransport transport = RealTransport.with(VERTX, _ -> {
                asked.incrementAndGet();
                return RealTransport.addresses("127.0.0.1");
            });
            assertThat(transport.send(ask(inside.port(), Duration.ofSeconds(5), true)))
                    .isInstanceOf(Reply.Responded.class);
            assertThat(transport.send(ask(inside.port(), Duration.ofSeconds(5), false)))
                    .isInstanceOf(Reply.Withheld.class);
            assertThat(inside.heads()).hasSize(1);
            transport.close();
        }
    }
}
