package dev.heir.integration.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What of a request nobody has read when its answer is known: who is still sending hears nothing until it has sent. */
final class Leftover {

    /** In bytes. */
    private static final long MOST = 48L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int PIECE = 64 * 1024;

    private Leftover() {}

    /** Reads it to its end, if that is near; else the connection ends with the answer (RFC 9112, section 9.3). */
    static void readOut(HttpServerRequest request, InputStream rest) {
        if (!endIsNear(rest, LONGEST) && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
    }

    /** On a thread of its own: a sender that has fallen silent would keep the answer back for as long as a read may wait. */
    static boolean endIsNear(InputStream rest, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        FutureTask<Boolean> reading = new FutureTask<>(() -> isReadOut(rest, end));
        Thread reader = Thread.ofVirtual().name("leftover").start(reading);
        try {
            return reading.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException silent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("what is left of a request could not be read", bug.getCause());
        } finally {
            reader.interrupt();
        }
    }

    private static boolean isReadOut(InputStream rest, long end) {
        byte[] piece = new byte[PIECE];
        try {
            long read = 0;
            while (read <= MOST && System.nanoTime() < end) {
                int count = rest.read(piece);
                if (count < 0) {
                    return true;
                }
                read += count;
            }
        } catch (IOException gone) {
            // nobody is left to hear an answer, or nobody waits for the rest any more
        }
        return false;
    }
}
