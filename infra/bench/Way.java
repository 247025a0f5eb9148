import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;

/** One request that is asked again and again over connections that stay open; plain sockets, since they cost little. */
record Way(String name, URI at, byte[] request, ConcurrentLinkedDeque<Connection> idle) {

    private Way(String name, String url, String head, String method, String body) {
        this(name, URI.create(url), bytes(URI.create(url), head, method, body), new ConcurrentLinkedDeque<>());
    }

    /** Another GET of the same server, over the same connections. */
    Way get(String url, String head) {
        return new Way(name, at, bytes(URI.create(url), head, "GET", ""), idle);
    }

    /** @param head further header lines, each with the line break before it */
    static Way get(String name, String url, String head) {
        return new Way(name, url, head, "GET", "");
    }

    static Way post(String name, String url, String head, String body) {
        return new Way(name, url, head, "POST", body);
    }

    private static byte[] bytes(URI at, String head, String method, String body) {
        String target = at.getRawPath() + (at.getRawQuery() == null ? "" : "?" + at.getRawQuery());
        String length = body.isEmpty() ? "" : "\r\nContent-Length: " + body.length();
        return (method + " " + target + " HTTP/1.1\r\nHost: " + at.getAuthority() + head + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the answer came, and was a 200. */
    boolean answers() {
        return status() == 200;
    }

    /** Of the answer, 0 when none came. */
    int status() {
        try {
            Connection connection = idle.pollFirst();
            if (connection == null) {
                connection = new Connection(at);
            }
            int status = connection.ask(request);
            idle.addFirst(connection);
            return status;
        } catch (IOException unanswered) {
            return 0;
        }
    }

    /** Kept alive; understands answers with a Content-Length. */
    static final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(URI at) throws IOException {
            socket = new Socket(at.getHost(), at.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        int ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            int status = Integer.parseInt(line().substring(9, 12));
            int length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the connection ended within an answer's head");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
