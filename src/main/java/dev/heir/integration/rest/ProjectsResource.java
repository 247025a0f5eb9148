package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.KeyWish;
import dev.heir.integration.provider.KeyWishDocument;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectDocument;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Tier;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** The projects and their keys. */
@Path("/v1/projects")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ProjectsResource {

    private final Projects projects;
    private final Providers providers;

    ProjectsResource(Projects projects, Providers providers) {
        this.projects = projects;
        this.providers = providers;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Projects by id")
    public Page<Settings> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(
                projects.page(Page.after(cursor), size + 1).stream()
                        .map(project -> Settings.of(project, Optional.empty()))
                        .toList(),
                size,
                Settings::project);
    }

    @PUT
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(summary = "Register or change a project; the first answer holds its key")
    public RestResponse<Issued> put(@RestPath String id, Document document) {
        Project project = ProjectDocument.read(id, document.tree());
        Optional<ProjectKey> key = projects.put(project);
        return RestResponse.status(
                key.isPresent() ? Status.CREATED : Status.OK,
                new Issued(id, key.map(ProjectKey::text), warnings(project)));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "A project and what is known of its keys")
    public Settings get(@RestPath String id) {
        Project project = projects.find(id).orElseThrow(() -> Problem.notFound("project", id));
        return Settings.of(project, Optional.of(projects.keys(id)));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Operation(summary = "Forget a project and its keys")
    public void delete(@RestPath String id) {
        Removal.of(projects.remove(id), "project", id);
    }

    @POST
    @Admits(Role.ADMIN)
    @Path("/{id}/keys")
    @Operation(
            summary = "A further key for a project",
            description =
                    "Shown in this answer only. A JSON body may say what it shall be: 'label', 'providers' that it is for,"
                            + " 'expiresIn', and which one it 'replaces' ('overlap', a day unless said: both are good for so"
                            + " long). Repeated under the same Idempotency-Key it issues no second one: the"
                            + " answer is 409 then and names the prefix of the first")
    public RestResponse<Issued> addKey(
            @RestPath String id,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @RequestBody(content = @Content(schema = @Schema(ref = "Document"))) @Nullable String document)
            throws IOException {
        KeyWish wish = document == null || document.isBlank()
                ? KeyWish.PLAIN
                : KeyWishDocument.read(
                        DocumentText.json(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
                                .tree());
        Projects.Added added = projects.addKey(id, wish, IdempotencyKey.read(idempotencyKey))
                .orElseThrow(() -> Problem.notFound("project", id));
        return switch (added) {
            case Projects.Added.Issued(ProjectKey key) ->
                RestResponse.status(Status.CREATED, new Issued(id, Optional.of(key.text()), List.of()));
            case Projects.Added.NothingToReplace() ->
                throw Problem.notFound(
                        "valid key",
                        wish.replaced().map(KeyWish.Replaced::prefix).orElse(""));
            case Projects.Added.IssuedBefore(Projects.KnownKey key) -> throw issuedBefore(id, key);
        };
    }

    private static Problem issuedBefore(String project, Projects.KnownKey key) {
        return new Problem(
                        409,
                        "key-issued-before",
                        "This request has issued its key already",
                        "key '" + key.prefix() + "' was issued at " + key.createdAt()
                                + " and shown then; only its hash is kept")
                .with("prefix", key.prefix())
                .with(
                        "next",
                        List.of(
                                "if its text is lost: DELETE /v1/projects/" + project + "/keys/" + key.prefix(),
                                "then ask for another one under a new Idempotency-Key"));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}/keys/{prefix}")
    @Operation(summary = "Revoke a key")
    public void revokeKey(@RestPath String id, @RestPath String prefix) {
        Removal.of(projects.revokeKey(id, prefix), "valid key", prefix);
    }

    private List<Flaw> warnings(Project project) {
        return ProjectDocument.warnings(project, providers.all());
    }

    /**
     * @param key shown this once: only its hash is kept
     * @param warnings what is accepted and has no effect
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Issued(String project, Optional<String> key, List<Flaw> warnings) {}

    /** @param keys by their prefixes, in lists of projects left out */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Settings(
            String project,
            Tier defaultTier,
            Optional<String> monthlyBudget,
            Optional<Budget.Stop> budgetStop,
            int weight,
            Optional<List<Projects.KnownKey>> keys) {

        static Settings of(Project project, Optional<List<Projects.KnownKey>> keys) {
            return new Settings(
                    project.id(),
                    project.defaultTier(),
                    project.monthlyBudget().map(budget -> budget.amount().toString()),
                    project.monthlyBudget().map(Budget::stop),
                    project.weight(),
                    keys);
        }
    }
}
