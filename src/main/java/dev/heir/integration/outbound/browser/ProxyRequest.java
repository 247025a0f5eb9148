package dev.heir.integration.outbound.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The head of a request to a forward proxy (RFC 9112, section 3.2): a tunnel to a host, or one request of plain HTTP. */
final class ProxyRequest {

    private static final int LONGEST_HEAD = 65_536;
    private static final int LARGEST_BODY = 8 * 1024 * 1024;

    /** Between the browser and us; the connection to the website is for one request. */
    private static final Set<String> BETWEEN_US =
            Set.of("proxy-connection", "proxy-authorization", "connection", "keep-alive", "te", "upgrade");

    private final URI target;
    private final boolean tunnel;
    private final String head;
    private final int bodyLength;

    private ProxyRequest(URI target, boolean tunnel, String head, int bodyLength) {
        this.target = target;
        this.tunnel = tunnel;
        this.head = head;
        this.bodyLength = bodyLength;
    }

    /** Whom it is for; the port is named unless it is 80. */
    URI target() {
        return target;
    }

    boolean isTunnel() {
        return tunnel;
    }

    /** As the website gets it. */
    byte[] head() {
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    int bodyLength() {
        return bodyLength;
    }

    /** Empty for what is no such request. */
    static Optional<ProxyRequest> read(InputStream in) throws IOException {
        List<String> lines = lines(in);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String[] first = lines.getFirst().split(" ", -1);
        if (first.length != 3 || !first[2].equals("HTTP/1.1")) {
            return Optional.empty();
        }
        try {
            boolean tunnel = first[0].equals("CONNECT");
            URI target = new URI(tunnel ? "tunnel://" + first[1] : first[1]);
            boolean understood =
                    tunnel ? target.getPort() > 0 : "http".equalsIgnoreCase(String.valueOf(target.getScheme()));
            return target.getHost() == null || !understood
                    ? Optional.empty()
                    : passed(first[0], target, tunnel, lines.subList(1, lines.size()));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<ProxyRequest> passed(String method, URI target, boolean tunnel, List<String> headers) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        StringBuilder head = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
        int length = 0;
        for (String header : headers) {
            String name = header.split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
            String value = header.substring(Math.min(header.length(), name.length() + 1))
                    .strip();
            if (name.equals("transfer-encoding")) {
                return Optional.empty();
            }
            if (name.equals("content-length")) {
                if (!value.matches("\\d{1,8}") || Integer.parseInt(value) > LARGEST_BODY) {
                    return Optional.empty();
                }
                length = Integer.parseInt(value);
            }
            // Who asks is decided by where the connection leads, never by what else the browser says.
            if (!BETWEEN_US.contains(name) && !name.equals("host")) {
                head.append(header).append("\r\n");
            }
        }
        head.append("host: ").append(target.getRawAuthority()).append("\r\nconnection: close\r\n\r\n");
        return Optional.of(new ProxyRequest(target, tunnel, head.toString(), length));
    }

    /** Up to the empty line; none when it never came. */
    private static List<String> lines(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (head.size() < LONGEST_HEAD) {
            int read = in.read();
            if (read < 0) {
                return List.of();
            }
            head.write(read);
            last = (last << 8) | read;
            if (last == 0x0d0a0d0a) {
                return head.toString(StandardCharsets.ISO_8859_1)
                        .strip()
                        .lines()
                        .toList();
            }
        }
        return List.of();
    }
}
