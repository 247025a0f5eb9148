package dev.heir.integration.outbound.browser;

import dev.heir.integration.outbound.Wall;
import dev.heir.integration.provider.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The one way out of a browser: a forward proxy on loopback, which connects to no other address than the wall admits. The
 * browser looks up no name and opens no connection itself, so a page can spell, redirect and rebind as it likes.
 */
final class Egress implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final long PAUSE_NANOS = 20_000_000;

    /** To be told to people; a page may try as often as it likes. */
    private static final int MOST_TOLD = 20;

    private final Looking wall;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> internal = Optional.empty();

    /** What looks a host up and says whether it is admitted. */
    interface Looking {
        Wall.Verdict look(String host, boolean internal);
    }

    Egress(Looking wall) throws IOException {
        this.wall = wall;
        this.door = new ServerSocket();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("egress").start(this::welcome);
    }

    int port() {
        return door.getLocalPort();
    }

    /**
     * Begins anew for another page.
     *
     * @param authority host and port that may be on a private address: the page's own, if its website is registered so
     */
    void begin(Optional<String> authority) {
        internal = authority;
        granted.clear();
        refused.clear();
        open.forEach(Egress::shut);
    }

    /** Lets out what goes to a host that the page asks for; what the browser would tell its maker stays here. */
    void grant(URI uri) {
        granted.add(authority(uri));
    }

    /** What was not let out since, with the reason. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
        open.forEach(Egress::shut);
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket browser = door.accept();
                open.add(browser);
                Thread.ofVirtual().name("egress-way").start(() -> serve(browser));
            } catch (IOException closedOrFull) {
                // While the process has no file left to open, the browser waits in line.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(Socket browser) {
        try {
            Optional<ProxyRequest> asked = ProxyRequest.read(browser.getInputStream());
            if (asked.isPresent()) {
                pass(asked.get(), browser);
            } else {
                answer(browser, "400 Bad Request", "no request that a proxy understands");
            }
        } catch (IOException over) {
            // One of the two has gone; the other is told by the end of its connection.
        } finally {
            close(browser);
        }
    }

    private void pass(ProxyRequest asked, Socket browser) throws IOException {
        URI target = asked.target();
        int port = target.getPort() < 0 ? 80 : target.getPort();
        String authority = authority(target);
        if (!granted.contains(authority)) {
            answer(browser, "403 Forbidden", "no page asks for it");
            return;
        }
        boolean own = internal.filter(authority::equals).isPresent();
        if (!own && Ports.isOfAnotherProtocol(target)) {
            refuse(browser, target, "port " + port + " is of another protocol");
            return;
        }
        switch (wall.look(target.getHost(), own)) {
            case Wall.Verdict.Refused(String reason, boolean _) -> refuse(browser, target, reason);
            case Wall.Verdict.Admitted(List<InetAddress> addresses) -> {
                try (Socket website = connect(addresses, port)) {
                    open.add(website);
                    join(asked, browser, website);
                } finally {
                    open.removeIf(Socket::isClosed);
                }
            }
        }
    }

    /** Host and port, however they were written. */
    static String authority(URI uri) {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() < 0 ? secure ? 443 : 80 : uri.getPort();
        return uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "") + ":" + port;
    }

    private static void join(ProxyRequest asked, Socket browser, Socket website) throws IOException {
        if (asked.isTunnel()) {
            browser.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().name("egress-out").start(() -> pump(browser, website));
        } else {
            OutputStream out = website.getOutputStream();
            out.write(asked.head());
            // No more than the one request: a second one on this connection may be for another host.
            byte[] body = browser.getInputStream().readNBytes(asked.bodyLength());
            out.write(body);
            out.flush();
        }
        pump(website, browser);
        shut(browser);
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            shut(from);
            shut(to);
        }
    }

    /** Each address was admitted; the first that can be reached. */
    private static Socket connect(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException unreachable) {
                socket.close();
                last = unreachable;
            }
        }
        throw last;
    }

    private void refuse(Socket browser, URI target, String reason) throws IOException {
        if (refused.size() < MOST_TOLD) {
            refused.add(target.getAuthority() + ": " + reason);
        }
        answer(browser, "403 Forbidden", reason);
    }

    private static void answer(Socket browser, String status, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
                + text.length + "\r\nconnection: close\r\n\r\n";
        OutputStream out = browser.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(text);
        out.flush();
    }

    private void close(Socket socket) {
        shut(socket);
        open.remove(socket);
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }
}
