package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Actor;
import dev.heir.integration.access.People;
import dev.heir.integration.access.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Who somebody is to us. */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class MeResource {

    private final Access access;

    MeResource(Access access) {
        this.access = access;
    }

    @GET
    @Admits(value = Role.OPERATOR, projectsToo = true)
    @Operation(
            summary = "Who you are",
            description = "By key, session or machine: name, role, and how you are known; of a session, until when")
    public RestResponse<Me> get(@Context HttpServerRequest request) {
        Actor actor = access.actor(request, Role.OPERATOR);
        Optional<Instant> until = actor.how() == Actor.How.SIGN_IN
                ? access.visitor(request, Role.OPERATOR)
                        .map(People.Shown.Known::session)
                        .map(session -> session.endsAt())
                : Optional.empty();
        return RestResponse.ResponseBuilder.ok(new Me(actor.name(), actor.role(), actor.how(), until))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** @param until of a session: then one has to sign in again */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Me(String name, Role role, Actor.How how, Optional<Instant> until) {}
}
