package dev.heir.integration.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What of a request nobody has read when its answer is known: who is still sending hears nothing until it has sent. */
final class Leftover {

    /** In bytes. */
    private static final long MOST = 48L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int PIECE = 64 * 1024;

    private Leftover() {}

    /** Reads it to its end, if that is near; else the connection ends with the answer (RFC 9112, section 9.3). */
    static void readOut(HttpServerRequest request, InputStream rest) {
        if (!endIsNear(rest) && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
    }

    private static boolean endIsNear(InputStream rest) {
        long end = System.nanoTime() + LONGEST.toNanos();
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
            // nobody is left to hear an answer
        }
        return false;
    }
}
