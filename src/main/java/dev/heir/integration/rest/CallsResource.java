package dev.heir.integration.rest;

import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.Calls;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.provider.Project;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The typed door of {@code call-api}. */
@Path("/v1/calls")
@RunOnVirtualThread
public class CallsResource {

    private final Calls calls;
    private final Ledger ledger;
    private final Access access;

    CallsResource(Calls calls, Ledger ledger, Access access) {
        this.calls = calls;
        this.ledger = ledger;
        this.access = access;
    }

    @POST
    @Operation(
            summary = "Ask a provider",
            description = "Answers, or says who failed, what was tried and what to do next")
    public Response call(
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            CallDocument document) {
        Project project = access.project(authorization);
        CallRequest request = document.read(idempotencyKey);
        return Outcomes.response(calls.answer(project, request));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A call's whole story", description = "With the answer of a deferred call once it is finished")
    public RecordedDocument call(
            @HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
        Project project = access.project(authorization);
        return ledger.find(project.id(), id).map(RecordedDocument::of).orElseThrow(() -> Problem.notFound("call", id));
    }
}
