package dev.heir.integration.rest;

import dev.heir.integration.call.Opening;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A provider that agrees to packed messages (RFC 7692) and sends each back as it came. Quarkus switches the extensions of
 * all servers of Vert.x in its process off, so this one is of the JDK.
 */
final class PackedEcho implements AutoCloseable {

    private final ServerSocket door;

    PackedEcho() {
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(() -> {
            try (Socket caller = door.accept()) {
                serve(new DataInputStream(caller.getInputStream()), caller.getOutputStream());
            } catch (IOException over) {
                // so it is
            }
        });
    }

    int port() {
        return door.getLocalPort();
    }

    private static void serve(DataInputStream in, OutputStream out) throws IOException {
        String key = SocketCaller.headers(in).get(Opening.KEY);
        out.write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Accept: "
                        + Opening.acceptance(String.valueOf(key)) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        boolean open = true;
        while (open) {
            int first = in.readUnsignedByte();
            int announced = in.readUnsignedByte() & 0x7f;
            int length = announced == 127 ? (int) in.readLong() : announced == 126 ? in.readUnsignedShort() : announced;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i % 4];
            }
            ByteBuffer frame = ByteBuffer.allocate(4 + length);
            frame.put((byte) (first == 0x89 ? 0x8a : first));
            if (length < 126) {
                frame.put((byte) length);
            } else {
                frame.put((byte) 126).putShort((short) length);
            }
            frame.put(payload).flip();
            out.write(frame.array(), 0, frame.limit());
            open = first != 0x88;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
