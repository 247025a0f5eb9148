package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.knowledge.Knowledge;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is known about errors and what helped. */
@Path("/v1/knowledge")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class KnowledgeResource {

    private final Knowledge knowledge;

    KnowledgeResource(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(
            summary = "Which remedies worked for which errors",
            description =
                    "With how well that is proven and what it advises. The advice is for people: calls take remedies in"
                            + " their standard order")
    public Page<Entry> list(
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(knowledge.page(provider, Page.after(cursor), size + 1), size, Entry::position);
    }
}
