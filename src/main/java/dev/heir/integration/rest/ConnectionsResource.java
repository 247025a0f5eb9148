package dev.heir.integration.rest;

import dev.heir.integration.credential.Connecting;
import dev.heir.integration.credential.Connecting.Ended;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Where browsers come back to from a provider's sign-in. Nobody shows a key here: the state, which counts once, is it. */
@Path("/v1/connections")
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ConnectionsResource {

    private final Connecting connecting;

    ConnectionsResource(Connecting connecting) {
        this.connecting = connecting;
    }

    /** The request itself, since a provider may add what it likes to the address. */
    @GET
    @AdmitsAnybody
    @Path("/callback")
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            summary = "End a sign-in",
            description =
                    "For the browser that a provider sends back with `state` and `code`, or `error`: takes the code, and "
                            + "says what came of it")
    public RestResponse<String> callback(@Context HttpServerRequest request) {
        Optional<String> refusal = param(request, "error")
                .map(word -> String.join(
                        " ",
                        Stream.concat(Stream.of(word), param(request, "error_description").stream())
                                .toList()));
        Optional<String> code = param(request, "code").filter(text -> refusal.isEmpty());
        Ended ended = connecting.end(
                param(request, "state").orElse(""), new Connecting.Returned(code, refusal, param(request, "iss")));
        return switch (ended) {
            case Ended.Connected(String credential) ->
                Notice.page(200, "Connected", "Credential '" + credential + "' has a token. You can close this page.")
                        .build();
            case Ended.Refused(String reason) ->
                Notice.page(400, "Not connected", reason).build();
        };
    }

    /** None where there are two: nobody knows which one was meant. */
    private static Optional<String> param(HttpServerRequest request, String name) {
        List<String> values = request.params().getAll(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
