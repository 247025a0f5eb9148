package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server answers before it has read the request and closes; what it said lies unread when our next write fails. */
@Timeout(30)
class EarlyAnswerTest {

    private static final int PIECE = 64 * 1024;

    @Test
    void an_answer_is_heard_though_a_write_fails_before_it_was_read() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        EventExecutor loop = ((VertxInternal) vertx).getEventLoopGroup().next();
        VertxTransport transport = new VertxTransport(vertx, new Bounds(), Clock.systemUTC());
        try (var server = new EvilServer((connection, out) -> {
            answer.await();
            out.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno"
                    .getBytes(StandardCharsets.US_ASCII));
            connection.close(); // what was not read makes it a reset
            closed.countDown();
        })) {
            InputStream body = new InputStream() {
                private int pieces;

                @Override
                public int read() {
                    return 'x';
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    if (++pieces == 2) {
                        holdUntilTheNextWrite(loop);
                        answer.countDown();
                        await(closed);
                    }
                    return Math.min(length, PIECE);
                }
            };
            Reply reply = transport.send(new Transport.Outgoing(
                    "POST",
                    URI.create("http://127.0.0.1:" + server.port() + "/"),
                    Map.of(),
                    Body.of(new Flow(body, OptionalLong.of(100L * PIECE), () -> {})),
                    Signature.NONE,
                    Duration.ofSeconds(5),
                    true));
            assertThat(reply).isInstanceOfSatisfying(Reply.Responded.class, responded -> assertThat(responded.status())
                    .isEqualTo(413));
        } finally {
            transport.close();
            var _ = vertx.close();
        }
    }

    /** The loop reads nothing meanwhile, and writes first. */
    private static void holdUntilTheNextWrite(EventExecutor loop) {
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> {
            held.countDown();
            while (((SingleThreadEventExecutor) loop).pendingTasks() == 0) {
                Thread.onSpinWait();
            }
        });
        await(held);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
