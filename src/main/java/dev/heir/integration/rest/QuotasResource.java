package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.quota.Quotas;
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

/** How much of each limit and budget is used. */
@Path("/v1/quotas")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class QuotasResource {

    private final Quotas quotas;

    QuotasResource(Quotas quotas) {
        this.quotas = quotas;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(
            summary = "Limits and budgets in use",
            description =
                    "Each scope with its windows: used, leased by instances, free, by tier; what 429s taught and what"
                            + " the provider said remains. A scope appears with its first call")
    public Page<Quotas.Scoped> list(
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(quotas.page(provider, Page.after(cursor), size + 1), size, Quotas.Scoped::scope);
    }
}
