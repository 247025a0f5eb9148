package dev.heir.integration.rest;

import dev.heir.integration.credential.RegisteredCredentials;
import dev.heir.integration.provider.ProviderDocuments;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Registration;
import dev.heir.integration.provider.Registration.Registered;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The documents of providers and their mappings. */
@Path("/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ProvidersResource {

    private final ProviderDocuments documents;
    private final Registration registration;

    ProvidersResource(ProviderDocuments documents, Providers providers, RegisteredCredentials credentials) {
        this.documents = documents;
        this.registration = new Registration(documents, providers, credentials::has);
    }

    @GET
    @Operation(summary = "Providers' documents by id")
    public Page<Map<String, Object>> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(
                documents.page(Page.after(cursor), size + 1).stream()
                        .map(ProvidersResource::written)
                        .toList(),
                size,
                document -> String.valueOf(document.get("provider")));
    }

    @PUT
    @Path("/{id}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(summary = "Register a provider or change its document")
    public RestResponse<Registered> put(@RestPath String id, Document document) {
        Registered registered = registration.put(id, document.tree());
        return RestResponse.status(status(registered.isNew()), registered);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A provider's document")
    public RestResponse<Map<String, Object>> get(@RestPath String id) {
        ProviderDocuments.Stored stored = documents.find(id).orElseThrow(() -> Problem.notFound("provider", id));
        return RestResponse.ResponseBuilder.ok(written(stored))
                .tag(Long.toString(stored.version()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Forget a provider")
    public void delete(@RestPath String id) {
        Removal.of(documents.remove(id), "provider", id);
    }

    @PUT
    @Path("/{id}/mappings/{name}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(summary = "Say how its operations are asked of its fallback")
    public RestResponse<Map<String, Object>> putMapping(@RestPath String id, @RestPath String name, Document document) {
        boolean isNew =
                registration.putMapping(id, name, document.tree()).orElseThrow(() -> Problem.notFound("provider", id));
        return RestResponse.status(status(isNew), Map.of("provider", id, "mapping", name));
    }

    @GET
    @Path("/{id}/mappings/{name}")
    @Operation(summary = "A mapping document")
    public Map<String, Object> getMapping(@RestPath String id, @RestPath String name) {
        return documents.mapping(id, name).orElseThrow(() -> Problem.notFound("mapping", name));
    }

    @DELETE
    @Path("/{id}/mappings/{name}")
    @Operation(summary = "Forget a mapping")
    public void deleteMapping(@RestPath String id, @RestPath String name) {
        Removal.of(documents.removeMapping(id, name), "mapping", name);
    }

    /** The document says whose it is, so that a list of them can be told apart and each be put back as it is. */
    private static Map<String, Object> written(ProviderDocuments.Stored stored) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", stored.id());
        document.putAll(stored.document());
        return document;
    }

    private static RestResponse.Status status(boolean isNew) {
        return isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK;
    }
}
