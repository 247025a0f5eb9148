package dev.heir.integration.outbound;

import dev.heir.integration.provider.Flow;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a body as it comes: the next piece is read when the one before has left, so there is never more than one here. */
final class Upload {

    private static final int PIECE = 64 * 1024;

    private Upload() {}

    /** Who sent the body did not send all of it. */
    static final class Abandoned extends Exception {
        private static final long serialVersionUID = 1;

        Abandoned(String reason) {
            super(reason);
        }
    }

    /**
     * Sends all of it, or stops where an answer came before. The flow is left open: what its sender still has to say is
     * for the door that it came in by.
     *
     * @param quiet how long one piece may take to leave
     * @return whether all of it was sent
     * @throws Abandoned when the flow broke off; the request is cut
     * @throws ExecutionException when the connection failed
     * @throws TimeoutException when the provider took nothing for too long
     */
    static boolean send(Flow flow, HttpClientRequest to, Future<?> answer, Duration quiet)
            throws Abandoned, ExecutionException, TimeoutException {
        if (flow.length().isPresent()) {
            to.putHeader("content-length", Long.toString(flow.length().getAsLong()));
        } else {
            to.setChunked(true);
        }
        InputStream from = flow.open();
        byte[] piece = new byte[PIECE];
        try {
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                if (answer.isComplete()) {
                    return false;
                }
                await(to.write(Buffer.buffer(Arrays.copyOf(piece, count))), quiet);
            }
        } catch (IOException gone) {
            to.reset();
            throw new Abandoned("the request's body broke off: " + gone.getMessage());
        }
        await(to.end(), quiet);
        return true;
    }

    private static void await(Future<Void> sent, Duration quiet) throws ExecutionException, TimeoutException {
        try {
            sent.toCompletionStage().toCompletableFuture().get(quiet.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending to a provider", stopped);
        }
    }
}
