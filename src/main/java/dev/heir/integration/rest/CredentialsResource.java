package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.credential.RegisteredCredentials;
import dev.heir.integration.credential.RegisteredCredentials.Shown;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The credentials, whose secrets come in and never go out. */
@Path("/v1/credentials")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class CredentialsResource {

    private final RegisteredCredentials credentials;
    private final Providers providers;

    CredentialsResource(RegisteredCredentials credentials, Providers providers) {
        this.credentials = credentials;
        this.providers = providers;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Credentials by id, without their secrets")
    public Page<Shown> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(credentials.page(Page.after(cursor), size + 1), size, Shown::credential);
    }

    @PUT
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(summary = "Seal a credential or replace it")
    public RestResponse<Sealed> put(@RestPath String id, Document document) {
        boolean isNew = credentials.put(id, document.tree());
        return RestResponse.status(
                isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                new Sealed(id, document.tree().containsKey("origins") ? List.of() : List.of(unbound(id))));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "What is known of a credential, without its secrets")
    public Shown get(@RestPath String id) {
        return credentials.find(id).orElseThrow(() -> Problem.notFound("credential", id));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Operation(
            summary = "Forget a credential",
            description = "409 while providers' documents name it: their requests would no longer be signed")
    public void delete(@RestPath String id) {
        refuseWhileInUse(id);
        Removal.of(credentials.remove(id), "credential", id);
    }

    private Flaw unbound(String id) {
        List<String> users = users(id);
        return new Flaw(
                "origins",
                "nothing",
                "whoever writes a provider's document decides where this secret goes; name the origins that may have it"
                        + (users.isEmpty() ? "" : ", which now are those of: " + String.join(", ", users)));
    }

    private List<String> users(String id) {
        return providers.all().stream()
                .filter(provider -> provider.credentials().contains(id))
                .map(Provider::id)
                .sorted()
                .toList();
    }

    private void refuseWhileInUse(String id) {
        List<String> users = users(id);
        if (!users.isEmpty()) {
            throw new Problem(
                            409,
                            "in-use",
                            "The credential is in use",
                            "credential '" + id + "' is named by the documents of: " + String.join(", ", users))
                    .with("providers", users);
        }
    }

    /**
     * What was sealed.
     *
     * @param warnings what is accepted and not advised
     */
    public record Sealed(String credential, List<Flaw> warnings) {}
}
