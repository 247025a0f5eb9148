package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.call.CallBatch;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Replays;
import dev.heir.integration.provider.Project;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The typed door of {@code call-api}. */
@Path("/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public class CallsResource {

    private final TypedCalls typed;
    private final CallBatch batch;
    private final Replays replays;
    private final Ledger ledger;
    private final Access access;
    private final StrictJson json;
    private final Clock clock;

    CallsResource(
            TypedCalls typed,
            CallBatch batch,
            Replays replays,
            Ledger ledger,
            Access access,
            StrictJson json,
            Clock clock) {
        this.typed = typed;
        this.batch = batch;
        this.replays = replays;
        this.ledger = ledger;
        this.access = access;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Admits(Role.CALLER)
    @APIResponse(
            responseCode = "200",
            description =
                    "The answer, with the provider's own status in 'status'; with 'dryRun' what would be done, with"
                            + " 'pages' the list",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            oneOf = {
                                                AnswerDocument.class,
                                                DryRunDocument.class,
                                                PagesAnswerDocument.class
                                            })))
    @APIResponse(
            responseCode = "202",
            description = "Deferred, or not waited for: it is finished when it may be, and found at 'Location'",
            content = @Content(schema = @Schema(implementation = AnswerDocument.class)))
    @Operation(
            summary = "Ask a provider",
            description =
                    "With 'dryRun' it tells what would be sent and taken, and does nothing; with 'pages' it"
                            + " gathers a list. Else it answers, or says who failed, what was tried and what to do next. Repeated with the same"
                            + " Idempotency-Key within 24 hours it answers what it answered first (Idempotent-Replayed: true);"
                            + " RateLimit and RateLimit-Policy tell what is left of the provider's tightest limit;"
                            + " Prefer: respond-async (RFC 7240) is 202 at once, with wait=10 after ten seconds if there is no answer;"
                            + " 409 while the first one is under way, 422 when the key was used for another request."
                            + " GraphQL errors inside a 200 and SOAP faults are failures; 'detail' tells those that are the caller's")
    public Response call(@BeanParam CallHeaders headers, @Nullable CallDocument document) {
        Project project = headers.project(access);
        return typed.answer(project, CallDocument.given(document), headers.key(), headers.preference());
    }

    @POST
    @Admits(Role.CALLER)
    @Path("/batch")
    @Operation(
            summary = "Ask several at once",
            description =
                    "Side by side, under one deadline; 200 with what each call would have heard by itself, in their"
                            + " order. Nothing is sent when one of them is flawed. With an Idempotency-Key each call has it with its"
                            + " index, so a repeated batch does nothing twice; Prefer is followed for each")
    public BatchAnswerDocument batch(@BeanParam CallHeaders headers, @Nullable BatchDocument document) {
        Project project = headers.project(access);
        BatchDocument given = BatchDocument.given(document);
        return BatchAnswerDocument.of(
                batch.answer(project, given.read(headers.key(), batch.most()), given.time(), headers.preference()),
                clock.instant());
    }

    @POST
    @Admits(Role.CALLER)
    @Path("/{id}/replay")
    @APIResponse(
            responseCode = "200",
            description = "The new call's answer",
            content = @Content(schema = @Schema(implementation = AnswerDocument.class)))
    @APIResponse(responseCode = "410", description = "What the call asked is not kept")
    @Operation(
            summary = "Ask a recorded call again",
            description =
                    "As a new call, whose 'replayOf' names the first. The idempotency key stays the first one's, so a"
                            + " provider that takes one does nothing twice; another 'idempotencyKey', or 'again' where there is none,"
                            + " has the effect once more. 409 while that has to be decided, or the call still waits")
    public Response replay(
            @BeanParam CallHeaders headers,
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = ReplayDocument.class))) @Nullable
                    String document)
            throws IOException {
        Project project = headers.project(access);
        return ReplayOutcomes.response(
                replays.answer(
                        project, ReplayDocument.given(document, json).read(id), headers.key(), headers.preference()),
                id,
                clock.instant());
    }

    @GET
    @Admits(Role.CALLER)
    @Path("/{id}")
    @Operation(summary = "A call's whole story", description = "With the answer of a deferred call once it is finished")
    public RecordedDocument call(
            @HeaderParam("Authorization") @Nullable String authorization, @PathParam("id") String id) {
        Project project = access.project(authorization);
        return ledger.find(project.id(), id)
                .filter(found -> project.reach().allows(found.call().provider()))
                .map(RecordedDocument::of)
                .orElseThrow(() -> Problem.notFound("call", id));
    }
}
