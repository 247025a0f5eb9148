package dev.heir.integration.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Where requests come from: the address of who connects, unless somebody whom we believe says whom it stands for. */
@Singleton
public final class Sources {

    /** From the door of Lambda, which is this very process. */
    public static final String HEADER = "x-integration-source";

    private final List<Network> trusted;
    private final String secret;

    @Inject
    Sources(AccessConfig config) {
        this(config.trustedProxies().orElse(List.of()));
    }

    /** @param trusted addresses and networks of proxies */
    public Sources(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random);
    }

    /** What the door of Lambda sends as {@link #HEADER}. */
    public String header(String source) {
        return secret + " " + source;
    }

    String of(HttpServerRequest request) {
        SocketAddress from = request.remoteAddress();
        return of(from == null ? "" : String.valueOf(from.hostAddress()), request.headers());
    }

    String of(String connection, MultiMap headers) {
        String told = headers.get(HEADER);
        if (told != null && told.length() > secret.length() && isOurs(told.substring(0, secret.length()))) {
            return network(told.substring(secret.length() + 1));
        }
        String last = connection;
        for (String before : Arrays.asList(
                        String.join(",", headers.getAll("x-forwarded-for")).split(","))
                .reversed()) {
            Optional<InetAddress> proxy = Network.address(last);
            if (before.isBlank() || proxy.isEmpty() || trusted.stream().noneMatch(each -> each.holds(proxy.get()))) {
                break;
            }
            last = before.strip();
        }
        return network(last);
    }

    private boolean isOurs(String shown) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever has one IPv6 address has the other 2^64 of its network as well. */
    private static String network(String address) {
        return Network.address(address)
                .filter(Inet6Address.class::isInstance)
                .map(six -> HexFormat.of().formatHex(six.getAddress(), 0, 8) + "::/64")
                .orElse(address);
    }
}
