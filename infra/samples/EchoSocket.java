import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** A provider to try WebSockets with: says back what it hears, on any Java from 17. {@code java infra/samples/EchoSocket.java [port]} */
class EchoSocket {

    public static void main(String[] args) throws IOException {
        int port = args.length == 0 ? 9001 : Integer.parseInt(args[0]);
        try (ServerSocket door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("ws://127.0.0.1:" + port);
            while (true) {
                Socket caller = door.accept();
                new Thread(() -> serve(caller)).start();
            }
        }
    }

    private static void serve(Socket caller) {
        try (caller) {
            DataInputStream in = new DataInputStream(caller.getInputStream());
            OutputStream out = caller.getOutputStream();
            String key = "";
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                key = line.toLowerCase().startsWith("sec-websocket-key:") ? line.substring(18).strip() : key;
            }
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (echo(in, out)) {}
        } catch (Exception gone) {
            System.out.println("gone: " + gone.getMessage());
        }
    }

    /** One frame, unmasked (RFC 6455, section 5). @return false after a close */
    private static boolean echo(DataInputStream in, OutputStream out) throws IOException {
        int first = in.readUnsignedByte();
        int announced = in.readUnsignedByte() & 0x7f;
        int length = announced == 127 ? (int) in.readLong() : announced == 126 ? in.readUnsignedShort() : announced;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        boolean ping = (first & 0x0f) == 9;
        out.write(ping ? 0x8a : first);
        if (length < 126) {
            out.write(length);
        } else {
            out.write(127);
            out.write(java.nio.ByteBuffer.allocate(8).putLong(length).array());
        }
        out.write(payload);
        return (first & 0x0f) != 8;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
