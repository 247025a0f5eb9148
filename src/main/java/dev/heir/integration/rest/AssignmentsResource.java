package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.assign.Assignments;
import dev.heir.integration.assign.CheckedAssignment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Requirements come in, and how far each is fulfilled goes out. */
@Path("/v1/assignments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class AssignmentsResource {

    private final Assignments assignments;

    AssignmentsResource(Assignments assignments) {
        this.assignments = assignments;
    }

    @POST
    @Admits(Role.ADMIN)
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Hand in a requirement",
            description = "Plans, stores and registers what can be; the answer says what is still open")
    public RestResponse<CheckedAssignment> create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, Document document) {
        CheckedAssignment accepted = assignments.accept(document.tree(), IdempotencyKey.read(idempotencyKey));
        return RestResponse.ResponseBuilder.<CheckedAssignment>created(URI.create("/v1/assignments/" + accepted.id()))
                .entity(accepted)
                .build();
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(
            summary = "How far an assignment is",
            description = "Every criterion is looked at against what is recorded right now")
    public CheckedAssignment get(@RestPath UUID id) {
        return assignments.find(id).orElseThrow(() -> Problem.notFound("assignment", id.toString()));
    }

    @ServerExceptionMapper
    Response usedOtherwise(Assignments.KeyUsedOtherwise used) {
        return new ProblemMapper()
                .problem(new Problem(
                        422,
                        "idempotency-key-reused",
                        "The idempotency key was used for another request",
                        String.valueOf(used.getMessage())));
    }
}
