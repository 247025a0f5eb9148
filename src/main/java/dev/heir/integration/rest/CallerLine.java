package dev.heir.integration.rest;

import dev.heir.integration.call.socket.Line;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A caller's connection after its handshake, for threads that may block. */
final class CallerLine {

    /** Chunks taken off the connection before they are read; each is what one read of the socket gave. */
    private static final int AHEAD = 2;

    private CallerLine() {}

    /**
     * Answers 101 and takes the connection over, in one turn of its event loop. From another thread that were two turns: a
     * caller that speaks at once came in between, and the decoder of HTTP swallowed its first frame.
     *
     * @param own the connection's context
     * @param patience how long the caller may take nothing
     * @return fails when the caller has gone
     */
    static Future<Line> opened(HttpServerRequest request, Context own, Duration patience) {
        Promise<Line> line = Promise.promise();
        own.runOnContext(_ -> {
            try {
                request.toNetSocket().map(socket -> of(socket, patience)).onComplete(line);
            } catch (IllegalStateException gone) {
                line.fail(gone);
            }
        });
        return line.future();
    }

    /** To be made in the connection's own context, before anything can come. */
    private static Line of(NetSocket socket, Duration patience) {
        ChannelHandlerContext connection = ((NetSocketInternal) socket).channelHandlerContext();
        // Vert.x would wait until it has taken what it does not take.
        return new Line(new Arriving(socket), new Leaving(socket, patience), () -> {
            var _ = connection.close();
        });
    }

    private static final class Arriving extends InputStream {
        private final NetSocket from;
        private final BlockingQueue<Buffer> arrivals = new LinkedBlockingQueue<>();
        private final Buffer end = Buffer.buffer(); // no constant: a native image must not hold one
        private Buffer chunk = end;
        private int next;
        private boolean over;

        Arriving(NetSocket from) {
            this.from = from;
            from.pause();
            from.exceptionHandler(_ -> {}); // its end follows
            from.endHandler(_ -> arrivals.add(end));
            from.handler(arrivals::add);
            from.fetch(AHEAD);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (next == chunk.length() && !over) {
                chunk = take();
                next = 0;
                over = chunk.length() == 0;
                from.fetch(1);
            }
            if (over) {
                return -1;
            }
            int count = Math.min(length, chunk.length() - next);
            chunk.getBytes(next, next + count, into, offset);
            next += count;
            return count;
        }

        private Buffer take() throws IOException {
            try {
                return arrivals.take();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a caller");
            }
        }
    }

    private static final class Leaving extends OutputStream {
        private final NetSocket to;
        private final Duration patience;

        Leaving(NetSocket to, Duration patience) {
            this.to = to;
            this.patience = patience;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Future<Void> written = to.write(Buffer.buffer(length).appendBytes(bytes, offset, length));
            try {
                written.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException gone) {
                throw new IOException("it takes nothing any more", gone);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while sending to a caller");
            }
        }
    }
}
