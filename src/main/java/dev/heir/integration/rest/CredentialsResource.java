package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.credential.Connecting;
import dev.heir.integration.credential.RegisteredCredentials;
import dev.heir.integration.credential.RegisteredCredentials.Removed;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
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
    private final Connecting connecting;
    private final Providers providers;

    CredentialsResource(RegisteredCredentials credentials, Connecting connecting, Providers providers) {
        this.credentials = credentials;
        this.connecting = connecting;
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
        List<Flaw> warnings = new ArrayList<>(credentials.warnings(id, document.tree()));
        if (!document.tree().containsKey("origins")) {
            warnings.add(unbound(id));
        }
        return RestResponse.status(
                isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK, new Sealed(id, warnings));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "What is known of a credential, without its secrets")
    public Shown get(@RestPath String id) {
        return credentials.find(id).orElseThrow(() -> Problem.notFound("credential", id));
    }

    @POST
    @Admits(Role.ADMIN)
    @Path("/{id}/connect")
    @Operation(
            summary = "Begin the sign-in of a person at the provider",
            description = "Open authorizationUrl in a browser before it expires; the provider sends it back to "
                    + "/v1/connections/callback. 409 for a credential of a kind that nobody signs in for")
    public RestResponse<Connecting.Begun.There> connect(@RestPath String id, @Context UriInfo uri) {
        Shown known = get(id);
        return switch (connecting.begin(id, uri.getBaseUri())) {
            case Connecting.Begun.There there -> RestResponse.status(RestResponse.Status.CREATED, there);
            case Connecting.Begun.NotOffered() ->
                throw new Problem(
                        409,
                        "not-connectable",
                        "Nobody signs in for this credential",
                        "credential '" + id + "' is of the kind " + known.kind()
                                + "; only oauth2-authorization-code is connected by a sign-in");
            case Connecting.Begun.Unavailable(String reason) ->
                throw new Problem(503, "issuer-unavailable", "Its issuer does not say where to sign in", reason);
        };
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Operation(
            summary = "Forget a credential",
            description =
                    "409 while providers' documents name it: their requests would no longer be signed. Where its provider "
                            + "takes tokens back (RFC 7009) they are revoked first, and the answer says whether that worked; it is "
                            + "forgotten here in any case")
    public RestResponse<Removed> delete(@RestPath String id) {
        refuseWhileInUse(id);
        Removed removed = credentials.remove(id).orElseThrow(() -> Problem.notFound("credential", id));
        return removed.revoked().isPresent() ? RestResponse.ok(removed) : RestResponse.noContent();
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
