package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Standings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** How providers are, as the last sweep judged them. */
@Path("/v1/health")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class HealthResource {

    /** Newest changes that are shown of a provider. */
    private static final int CHANGES = 50;

    private final Standings standings;

    HealthResource(Standings standings) {
        this.standings = standings;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "The standing of every judged provider", description = "A long list goes on behind 'next'")
    public Health list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        Page<Standing> page = Page.of(standings.page(Page.after(cursor), size + 1), size, Standing::provider);
        return new Health(
                standings.troubled(),
                page.items().stream().map(StandingDocument::of).toList(),
                page.next());
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{provider}")
    @Operation(summary = "A provider's standing and its changes")
    public History one(@RestPath String provider) {
        return new History(
                standings
                        .find(provider)
                        .map(StandingDocument::of)
                        .orElseThrow(() -> Problem.notFound("standing of provider", provider)),
                standings.changes(provider, CHANGES));
    }

    /**
     * @param ownTrouble whether our own network seems down, so that nobody is judged by what fails
     * @param next what to ask for as {@code cursor} to read on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Health(boolean ownTrouble, List<StandingDocument> items, Optional<String> next) {}

    /** @param changes newest first */
    public record History(StandingDocument standing, List<Standings.Change> changes) {}
}
