package dev.heir.integration.outbound;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes to a connection that was switched to another protocol, for a thread that may block: what is written has left when
 * the write returns.
 *
 * <p>It writes to Netty's channel: of such a connection Vert.x 4.5.24 does not tell when a write is done, nor when there is
 * room again (Http1xClientConnection.writeBuffer passes the listener on for the last write only).
 */
final class Outflow extends OutputStream {

    private final ChannelHandlerContext connection;
    private final Duration quiet;

    /** @param quiet how long the other side may take nothing */
    Outflow(HttpConnection connection, Duration quiet) {
        this.connection = ((ConnectionBase) connection).channelHandlerContext();
        this.quiet = quiet;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ChannelFuture written = connection.writeAndFlush(Unpooled.wrappedBuffer(bytes, offset, length));
        try {
            if (!written.await(quiet.toMillis())) {
                throw new IOException("nothing was taken for " + quiet.toMillis() + " ms");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending to a provider");
        }
        if (!written.isSuccess()) {
            throw new IOException(VertxTransport.inWords(written.cause()), written.cause());
        }
    }

    /** Ends the connection; Vert.x would wait until the other side has taken what it does not take. */
    @Override
    public void close() {
        var _ = connection.close();
    }
}
