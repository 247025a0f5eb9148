package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.call.Calls;
import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.PassedRequest;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Providers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The transparent door of {@code call-api}: what comes in goes to the provider as it is, with the ladder behind it. */
@Path("/v1/proxy/{provider}/{path: .*}")
@RunOnVirtualThread
public class ProxyResource {

    private static final String SUMMARY = "Pass a request on to a provider";

    private final Calls calls;
    private final Access access;
    private final Providers providers;
    private final PassedAnswers answers;
    private final UriInfo uri; // of the request that is being answered

    ProxyResource(Calls calls, Access access, Providers providers, PassedAnswers answers, UriInfo uri) {
        this.calls = calls;
        this.access = access;
        this.providers = providers;
        this.answers = answers;
        this.uri = uri;
    }

    @GET
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response get(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @HEAD
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response head(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @OPTIONS
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response options(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @POST
    @Admits(Role.CALLER)
    @Operation(
            summary = SUMMARY,
            description = "Any method. The provider's status, headers and body come back as they are; Integration-Call,"
                    + " -Source and -Strikes tell how they were got. The project's key is taken from Integration-Key, or"
                    + " from wherever a client library puts the key it was given. Integration-Tier, -Deadline and -Wait"
                    + " say what the keys of a typed call say. A GET with 'Upgrade: websocket' opens a WebSocket. Server-sent events with ids go on after a break, without"
                    + " one twice")
    public Response post(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @PUT
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response put(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @PATCH
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response patch(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    @DELETE
    @Admits(Role.CALLER)
    @Operation(summary = SUMMARY)
    public Response delete(HttpServerRequest request, @Nullable InputStream body) {
        return pass(request, body);
    }

    private Response pass(HttpServerRequest request, @Nullable InputStream body) {
        try {
            PassedHeaders.Asked asked = PassedHeaders.asked(PassedHeaders.of(request.headers()));
            Optional<String> key =
                    asked.key().or(() -> ShownKeys.inTarget(request.uri()).key());
            Project project = access.projectWith(request, key);
            PassedRequest passed =
                    PassedRequests.read(request, uri.getPathParameters().getFirst("provider"), asked, body);
            if (project.reach().allows(passed.provider())
                    && providers.find(passed.provider()).isEmpty()) {
                throw Problem.notFound("provider", passed.provider());
            }
            ShownKeys.refuseIn(passed.body(), key);
            Outcome outcome = calls.pass(project, passed);
            return answers.response(request, passed.provider(), outcome);
        } finally {
            if (body != null) {
                Leftover.readOut(request, body);
            }
        }
    }
}
