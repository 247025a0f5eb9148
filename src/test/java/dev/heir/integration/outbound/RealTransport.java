package dev.heir.integration.outbound;

import dev.heir.integration.call.Transport;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;

/** The transport as it is, for tests of what stands before it. */
public final class RealTransport {

    private RealTransport() {}

    /** With the machine's own resolver. */
    public static Transport of(Vertx vertx) {
        return new VertxTransport(vertx, new Bounds(), Clock.systemUTC());
    }

    /** The same, for answers larger than tests of a transport need. */
    public static Transport roomy(Vertx vertx) {
        return new VertxTransport(vertx, new Bounds(8, 1_000_000), Clock.systemUTC());
    }

    static VertxTransport with(Vertx vertx, Wall.Resolver resolver) {
        return new VertxTransport(
                vertx, new Bounds(), Clock.systemUTC(), new Gate(new Wall(resolver, List.of())::look));
    }

    static InetAddress[] addresses(String... literals) {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.ofLiteral(literals[i]);
        }
        return addresses;
    }
}
