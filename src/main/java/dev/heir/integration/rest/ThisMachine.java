package dev.heir.integration.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user of this machine from everybody whose requests only pass through it. A connection from loopback says too
 * little: a proxy, a tunnel and any web page that the user looks at have one as well.
 */
final class ThisMachine {

    /** Its own names. Any other in {@code Host} may be an attacker's that resolves to loopback (DNS rebinding). */
    private static final Pattern NAME =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    /** What proxies and tunnels add. */
    private static final Set<String> OF_A_PROXY = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            Sources.HEADER,
            "x-client-ip",
            "x-cluster-client-ip",
            "x-envoy-external-address",
            "x-original-host",
            "x-original-forwarded-for",
            "x-amzn-trace-id",
            "x-azure-clientip",
            "true-client-ip",
            "fastly-client-ip",
            "cf-connecting-ip",
            "cf-ray");

    private ThisMachine() {}

    /**
     * @param publicUrl where others find us, if they shall: then a proxy stands before us, and not each proxy says that it is one
     */
    static boolean asks(HttpServerRequest request, Optional<URI> publicUrl) {
        SocketAddress from = request.remoteAddress();
        return from != null
                && !isFoundByOthers(publicUrl)
                && asks(request.version(), from.hostAddress(), host(request), request.headers());
    }

    static boolean isFoundByOthers(Optional<URI> publicUrl) {
        return publicUrl
                .filter(url ->
                        !NAME.matcher(String.valueOf(url.getRawAuthority())).matches())
                .isPresent();
    }

    /** Whether the request names us by a name of loopback. */
    static boolean isNamed(HttpServerRequest request) {
        String host = host(request);
        return host != null && NAME.matcher(host).matches();
    }

    /** HTTP/2 has a field of its own for it (RFC 9113, section 8.3.1). */
    private static @Nullable String host(HttpServerRequest request) {
        String host = request.getHeader("host");
        HostAndPort authority = request.authority();
        return host != null || authority == null ? host : authority.toString();
    }

    /**
     * @param version nobody but a proxy speaks HTTP/1.0 any more: nginx does, and says nothing else of itself unless it is told to
     * @param host as the request names us
     */
    static boolean asks(
            HttpVersion version,
            @Nullable String from,
            @Nullable String host,
            Iterable<Map.Entry<String, String>> headers) {
        if (version == HttpVersion.HTTP_1_0
                || from == null
                || !isLoopback(from)
                || host == null
                || !NAME.matcher(host).matches()) {
            return false;
        }
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean foreign =
                    switch (name) {
                        case "host" -> !header.getValue().equalsIgnoreCase(host); // a second one
                        case "origin" -> !isOurs(header.getValue(), host);
                        // Another port of this machine is the same site, and is not us.
                        case "sec-fetch-site" -> !Set.of("same-origin", "none").contains(header.getValue());
                        default -> OF_A_PROXY.contains(name) || name.startsWith("x-forwarded");
                    };
            if (foreign) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOurs(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }
}
