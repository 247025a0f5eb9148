package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.call.Lifting;
import dev.heir.integration.credential.RegisteredCredentials;
import dev.heir.integration.provider.ProviderDocuments;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.Registration;
import dev.heir.integration.provider.openapi.Contract;
import dev.heir.integration.provider.openapi.Imports;
import dev.heir.integration.provider.openapi.Imports.Taken;
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
    private final Imports imports;
    private final Providers providers;
    private final Lifting lifting;

    ProvidersResource(
            ProviderDocuments documents, Providers providers, RegisteredCredentials credentials, Lifting lifting) {
        this.documents = documents;
        this.registration = new Registration(documents, providers, credentials::has);
        this.imports = new Imports(registration);
        this.providers = providers;
        this.lifting = lifting;
    }

    @GET
    @Admits(Role.OPERATOR)
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
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Register a provider or change its document",
            description =
                    "Our document, an OpenAPI 3.x document with ours under 'x-integration', or ours with one under"
                            + " 'openapi'. Of an OpenAPI document 'made' tells what it became, 'warnings' what was left out")
    public RestResponse<Taken> put(@RestPath String id, GeneratedDocument document) {
        Taken taken = imports.put(id, document.tree());
        return RestResponse.status(status(taken.isNew()), taken);
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "A provider's document")
    public RestResponse<Map<String, Object>> get(@RestPath String id) {
        ProviderDocuments.Stored stored = documents.find(id).orElseThrow(() -> Problem.notFound("provider", id));
        return RestResponse.ResponseBuilder.ok(written(stored))
                .tag(Long.toString(stored.version()))
                .build();
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Operation(summary = "Forget a provider")
    public void delete(@RestPath String id) {
        Removal.of(documents.remove(id), "provider", id);
    }

    @POST
    @Admits(Role.OPERATOR)
    @Path("/{id}/lift")
    @Operation(
            summary = "Ask a provider again now",
            description =
                    "Closes its circuits and forgets how long it asked to be left alone, for all instances within a "
                            + "second. What it says next is believed again")
    public Lifting.Lifted lift(@RestPath String id) {
        Removal.of(providers.find(id).isPresent(), "provider", id);
        return lifting.lift(id);
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}/contract")
    @Operation(summary = "Parameters and schemas of all its operations, in JSON Schema 2020-12")
    public Map<String, Object> getContract(@RestPath String id) {
        return contract(id);
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}/contract/{operation}")
    @Operation(summary = "Parameters and schemas of one operation, with those that they refer to")
    public Map<String, Object> getContract(@RestPath String id, @RestPath String operation) {
        return Contract.of(contract(id), operation).orElseThrow(() -> Problem.notFound("operation", operation));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}/contract")
    @Operation(summary = "Forget what is known of its operations' parameters and schemas")
    public void deleteContract(@RestPath String id) {
        Removal.of(documents.removeContract(id), "contract", id);
    }

    private Map<String, Object> contract(String id) {
        return documents.contract(id).orElseThrow(() -> Problem.notFound("contract", id));
    }

    @PUT
    @Admits(Role.ADMIN)
    @Path("/{id}/mappings/{name}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(summary = "Say how its operations are asked of its fallback")
    public RestResponse<Map<String, Object>> putMapping(@RestPath String id, @RestPath String name, Document document) {
        boolean isNew =
                registration.putMapping(id, name, document.tree()).orElseThrow(() -> Problem.notFound("provider", id));
        return RestResponse.status(status(isNew), Map.of("provider", id, "mapping", name));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}/mappings/{name}")
    @Operation(summary = "A mapping document")
    public Map<String, Object> getMapping(@RestPath String id, @RestPath String name) {
        return documents.mapping(id, name).orElseThrow(() -> Problem.notFound("mapping", name));
    }

    @DELETE
    @Admits(Role.ADMIN)
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
