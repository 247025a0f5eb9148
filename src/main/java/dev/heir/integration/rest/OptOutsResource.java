package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.OptOut;
import dev.heir.integration.scrape.OptOuts;
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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Websites whose owners asked not to be read. */
@Path("/v1/opt-outs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class OptOutsResource {

    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\\[[0-9a-f:.]+]");

    private final OptOuts optOuts;

    OptOutsResource(OptOuts optOuts) {
        this.optOuts = optOuts;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Hosts that are not read because their owners asked us, by name")
    public Page<OptOut> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(optOuts.page(Page.after(cursor), size + 1), size, OptOut::host);
    }

    @PUT
    @Admits(Role.ADMIN)
    @Path("/{host}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Read nothing of a host any more",
            description =
                    "'subdomains' says whether it holds for all below it, which is the default; 'reason' and 'toldBy' are"
                            + " for people. Pages that wait are refused at once")
    public RestResponse<OptOut> put(@RestPath String host, Document document) {
        String name = host(host);
        Fields fields = Fields.of(document.tree());
        boolean subdomains = fields.flag("subdomains").orElse(true);
        Optional<String> reason = fields.text("reason");
        Optional<String> toldBy = fields.text("toldBy");
        fields.refuseUnknown();
        fields.refuseFlaws();
        boolean isNew = optOuts.put(name, subdomains, reason, toldBy);
        return RestResponse.status(isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK, known(name));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{host}")
    @Operation(summary = "A host that is not read because its owner asked us")
    public OptOut get(@RestPath String host) {
        return known(host(host));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{host}")
    @Operation(summary = "Let a host be read again")
    public void delete(@RestPath String host) {
        Removal.of(optOuts.remove(host(host)), "opt-out", host);
    }

    private OptOut known(String host) {
        return optOuts.find(host).orElseThrow(() -> Problem.notFound("opt-out", host));
    }

    private static String host(String given) {
        String host = given.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new InvalidInput("host", given, "must be the name of a host, without a scheme and a port");
        }
        return host;
    }
}
