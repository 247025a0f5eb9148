package dev.heir.integration.rest;

import dev.heir.integration.health.Standings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** How providers are, as the last sweep judged them. */
@Path("/v1/health")
@RunOnVirtualThread
public final class HealthResource {

    /** Newest changes that are shown of a provider. */
    private static final int CHANGES = 50;

    private final Standings standings;

    HealthResource(Standings standings) {
        this.standings = standings;
    }

    @GET
    public Health all() {
        return new Health(
                standings.troubled(),
                standings.all().stream().map(StandingDocument::of).toList());
    }

    @GET
    @Path("/{provider}")
    public History one(@RestPath String provider) {
        return new History(
                standings
                        .find(provider)
                        .map(StandingDocument::of)
                        .orElseThrow(() -> Problem.notFound("standing of provider", provider)),
                standings.changes(provider, CHANGES));
    }

    /** @param ownTrouble whether our own network seems down, so that nobody is judged by what fails */
    public record Health(boolean ownTrouble, List<StandingDocument> providers) {}

    /** @param changes newest first */
    public record History(StandingDocument standing, List<Standings.Change> changes) {}
}
