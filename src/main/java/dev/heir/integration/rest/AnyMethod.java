package dev.heir.integration.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Resources are declared for the methods that everybody knows, and for paths; at the proxy all others come in by the same
 * door.
 */
final class AnyMethod {

    private static final Set<String> DECLARED = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    /** The request itself still has its own. */
    @ServerRequestFilter(preMatching = true)
    void admit(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.startsWith(PassedRequests.DOOR) && !DECLARED.contains(request.getMethod())) {
            request.setMethod("POST");
        }
        if (PassedRequests.isOfProviderAlone(path)) {
            request.setRequestUri(UriBuilder.fromUri(request.getUriInfo().getRequestUri())
                    .path("/")
                    .build());
        }
    }
}
