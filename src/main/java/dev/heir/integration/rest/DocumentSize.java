package dev.heir.integration.rest;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Documents are read into memory, so there is an end to how large they may be; what is passed on flows and has none. */
final class DocumentSize {

    /** In bytes; a typed call with the largest body a provider is likely to take, in Base64. */
    static final int LARGEST = 12 * 1024 * 1024;

    /** In bytes; OpenAPI documents are large, and GitHub's own has 13 million bytes as it is published. */
    static final int LARGEST_OF_PROVIDERS = 16 * 1024 * 1024;

    @ServerRequestFilter
    void measure(ContainerRequestContext request, HttpServerRequest connection) {
        if (request.getUriInfo().getPath().startsWith(PassedRequests.DOOR)) {
            return;
        }
        int largest = request.getUriInfo().getPath().startsWith("/v1/providers/") ? LARGEST_OF_PROVIDERS : LARGEST;
        if (request.getLength() > largest) {
            throw tooLarge(connection, request.getEntityStream(), largest);
        }
        if (request.getLength() < 0 && request.hasEntity()) {
            request.setEntityStream(new Measured(connection, request.getEntityStream(), largest));
        }
    }

    private static Problem tooLarge(HttpServerRequest connection, InputStream rest, int largest) {
        Leftover.readOut(connection, rest);
        return new Problem(
                413,
                "too-large",
                "The document is too large",
                "a document may have " + largest + " bytes; larger bodies are passed on by " + PassedRequests.DOOR);
    }

    /** A length that was not announced is found out as it comes. */
    private static final class Measured extends FilterInputStream {
        private final HttpServerRequest connection;
        private final int largest;
        private long left;

        Measured(HttpServerRequest connection, InputStream in, int largest) {
            super(in);
            this.connection = connection;
            this.largest = largest;
            this.left = largest;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            return counted(count, count);
        }

        private int counted(int result, int count) {
            left -= Math.max(0, result < 0 ? 0 : count);
            if (left < 0) {
                throw tooLarge(connection, in, largest);
            }
            return result;
        }
    }
}
