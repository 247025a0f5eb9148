package dev.heir.integration.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks everyone who is not at a callers' route to be an administrator. Callers show their key to the resource. */
final class Doorkeeper {

    private final Access access;

    Doorkeeper(Access access) {
        this.access = access;
    }

    @ServerRequestFilter
    void admit(ContainerRequestContext request, HttpServerRequest connection) {
        if (!isForCallers(request.getUriInfo().getPath())) {
            access.administrator(request.getHeaderString("Authorization"), isLoopback(connection.remoteAddress()));
        }
    }

    static boolean isForCallers(String path) {
        String plain = path.startsWith("/") ? path : "/" + path;
        return plain.equals("/v1/calls")
                || plain.startsWith("/v1/calls/")
                || plain.startsWith("/v1/proxy/")
                || plain.equals("/v1/scrapes")
                || plain.startsWith("/v1/scrapes/");
    }

    private static boolean isLoopback(SocketAddress from) {
        String host = from == null ? null : from.hostAddress();
        return host != null && (host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1"));
    }
}
