package dev.heir.integration.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server on loopback that does to each connection exactly what a test says: cut, stall, truncate, lie. */
final class EvilServer implements AutoCloseable {

    /** What happens once the request's head was read. */
    interface Deed {
        void to(Socket connection, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    EvilServer(Deed deed) {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    Thread.startVirtualThread(() -> serve(connection, deed));
                } catch (IOException end) {
                    return;
                }
            }
        });
    }

    private void serve(Socket connection, Deed deed) {
        try (connection) {
            heads.add(head(connection.getInputStream()));
            deed.to(connection, connection.getOutputStream());
        } catch (IOException | InterruptedException over) {
            heads.add("ended: " + over);
        }
    }

    /** Byte by byte, so that a deed finds the body where the head ends. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\r') {
                head.append((char) next);
            }
            if (head.length() > 1 && head.charAt(head.length() - 1) == '\n' && head.charAt(head.length() - 2) == '\n') {
                break;
            }
        }
        return head.toString();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Every request's head, in order of arrival. */
    List<String> heads() {
        return heads;
    }

    /** Says nothing until the server is closed. */
    Deed stall() {
        return (connection, out) -> closed.await();
    }

    static Deed says(String response) {
        return (connection, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends the connection with RST instead of FIN. */
    static Deed resets() {
        return (connection, out) -> connection.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    void release() {
        closed.countDown();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
