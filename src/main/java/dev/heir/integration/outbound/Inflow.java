package dev.heir.integration.outbound;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes over a connection, for a thread that may block. Of what nobody has read yet only a few chunks are taken off
 * the connection: whoever sends is slowed down to the pace of whoever reads.
 */
final class Inflow extends InputStream {

    /** Chunks on their way from the connection to the reader; each is what one read of the socket gave. */
    private static final int AHEAD = 8;

    private final ReadStream<Buffer> from;
    private final Runnable cut;
    private final long quietNanos;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private byte[] chunk = new byte[0];
    private int next;
    private boolean over;
    private @Nullable IOException broken;

    /**
     * Starts to take what comes; to be made in the stream's own context, before anything can come.
     *
     * @param quiet how long the sender may say nothing while the stream is read
     * @param cut ends the connection of a stream that is left unread
     */
    Inflow(ReadStream<Buffer> from, Duration quiet, Runnable cut) {
        this.from = from;
        this.cut = cut;
        this.quietNanos = quiet.toNanos();
        from.pause();
        from.exceptionHandler(failure -> broke(failure));
        from.endHandler(_ -> arrivals.add(new Arrival.End()));
        from.handler(buffer -> arrivals.add(new Arrival.Chunk(buffer)));
        from.fetch(AHEAD);
    }

    /** What came before the break comes first: a server that says farewell and closes must be heard. */
    private void broke(Throwable failure) {
        Context here = Vertx.currentContext();
        if (here == null) {
            arrivals.add(new Arrival.Broken(failure));
            return;
        }
        from.resume(); // what was held back comes in the next turn
        here.runOnContext(_ -> arrivals.add(new Arrival.Broken(failure)));
    }

    private sealed interface Arrival {
        record Chunk(Buffer bytes) implements Arrival {}

        record End() implements Arrival {}

        record Broken(Throwable cause) implements Arrival {}
    }

    /** Whether everything was read. */
    boolean isOver() {
        return over && next == chunk.length;
    }

    /**
     * What comes until then.
     *
     * @param most bytes; a few more may be given, since what was taken off the connection is not put back
     * @param end by {@link System#nanoTime}
     */
    byte[] head(int most, long end) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (head.size() < most && hasMore(Math.max(0, end - System.nanoTime()))) {
            head.write(chunk, next, chunk.length - next);
            next = chunk.length;
        }
        return head.toByteArray();
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
        if (!hasMore(quietNanos)) {
            if (over) {
                return -1;
            }
            throw broken(new IOException("nothing came for " + quietNanos / 1_000_000 + " ms"));
        }
        int count = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, into, offset, count);
        next += count;
        return count;
    }

    /** @return false at the end, and when nothing came in that time */
    private boolean hasMore(long nanos) throws IOException {
        while (next == chunk.length && !over) {
            if (broken != null) {
                throw broken;
            }
            switch (await(nanos)) {
                case null -> {
                    return false;
                }
                case Arrival.Chunk(Buffer bytes) -> {
                    chunk = bytes.getBytes();
                    next = 0;
                    from.fetch(1);
                }
                case Arrival.End _ -> over = true;
                case Arrival.Broken(Throwable cause) ->
                    throw broken(new IOException(VertxTransport.inWords(cause), cause));
            }
        }
        return next < chunk.length;
    }

    private @Nullable Arrival await(long nanos) throws IOException {
        try {
            return arrivals.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw broken(new InterruptedIOException("interrupted while waiting for a provider"));
        }
    }

    private IOException broken(IOException how) {
        broken = how;
        cut.run();
        return how;
    }

    /** The rest is not read: the connection is of no use any more. */
    @Override
    public void close() {
        if (!isOver()) {
            cut.run();
        }
    }
}
