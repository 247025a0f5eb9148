package dev.heir.integration.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.access.Role;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.OutOfReach;
import dev.heir.integration.provider.Project;
import dev.heir.integration.scrape.KeyUsedOtherwise;
import dev.heir.integration.scrape.Receipt;
import dev.heir.integration.scrape.ScrapeArchive;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Scrapes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Pages are handed in to be fetched politely, and looked up. */
@Path("/v1/scrapes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ScrapesResource {

    private final Scrapes scrapes;
    private final ScrapeArchive archive;
    private final Access access;
    private final ObjectMapper json;

    ScrapesResource(Scrapes scrapes, ScrapeArchive archive, Access access, ObjectMapper json) {
        this.scrapes = scrapes;
        this.archive = archive;
        this.access = access;
        this.json = json;
    }

    @POST
    @Admits(Role.CALLER)
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Hand in pages",
            description =
                    "They are fetched when their hosts' turns come, as robots.txt allows; with 'crawl' their links are followed within its bounds")
    public RestResponse<Receipt> submit(
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            Document document) {
        String project = project(authorization);
        ScrapeRequest request = ScrapeRequest.read(json.valueToTree(document.tree()));
        Receipt receipt = scrapes.submit(project, request, IdempotencyKey.read(idempotencyKey));
        return RestResponse.ResponseBuilder.<Receipt>accepted(receipt)
                .location(URI.create("/v1/scrapes/" + receipt.id()))
                .build();
    }

    @GET
    @Admits(Role.CALLER)
    @Operation(summary = "The project's scrapes, newest first, with the states of their pages")
    public Page<ScrapeSummaryDocument> list(
            @HeaderParam("Authorization") @Nullable String authorization,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        int size = Page.size(limit);
        Page<ScrapeArchive.Summary> page = Page.of(
                archive.list(project(authorization), Page.after(cursor), size + 1), size, ScrapeArchive.Summary::place);
        return new Page<>(page.items().stream().map(ScrapeSummaryDocument::of).toList(), page.next());
    }

    @GET
    @Admits(Role.CALLER)
    @Path("/{id}")
    @Operation(
            summary = "A scrape and its pages",
            description = "State and results of each page; a long list goes on behind 'next'")
    public ScrapeDocument get(
            @HeaderParam("Authorization") @Nullable String authorization,
            @RestPath UUID id,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        String project = project(authorization);
        return scrapes.find(project, id, after(cursor), Page.size(limit))
                .map(ScrapeDocument::of)
                .orElseThrow(() -> Problem.notFound("scrape", id.toString()));
    }

    @DELETE
    @Admits(Role.CALLER)
    @Path("/{id}")
    @Operation(
            summary = "Cancel a scrape",
            description = "Its waiting pages end as SKIPPED, what is being fetched is not kept; what was read stays")
    public RestResponse<Void> cancel(@HeaderParam("Authorization") @Nullable String authorization, @RestPath UUID id) {
        if (!scrapes.cancel(project(authorization), id)) {
            throw Problem.notFound("scrape", id.toString());
        }
        return RestResponse.noContent();
    }

    private String project(@Nullable String authorization) {
        return project(access, authorization);
    }

    /** Websites are for keys that are for everything. */
    static String project(Access access, @Nullable String authorization) {
        Project project = access.project(authorization);
        if (!project.reach().isWhole()) {
            throw new OutOfReach("websites");
        }
        return project.id();
    }

    @ServerExceptionMapper
    Response usedOtherwise(KeyUsedOtherwise used) {
        return new ProblemMapper()
                .problem(new Problem(
                        422,
                        "idempotency-key-reused",
                        "The idempotency key was used for another request",
                        String.valueOf(used.getMessage())));
    }

    static long after(Optional<String> cursor) {
        try {
            return Page.after(cursor).map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException notOurs) {
            throw new InvalidInput("cursor", cursor.orElse(""), "must be the 'next' of an earlier page");
        }
    }
}
