package dev.heir.integration.rest;

import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Unrecorded;
import dev.heir.integration.credential.NoSealingKey;
import dev.heir.integration.provider.CatalogueUnavailable;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.OutOfReach;
import dev.heir.integration.scrape.NoContact;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes a response. */
final class ProblemMapper {

    static final String TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response problem(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(TYPE).entity(problem.members());
        problem.headers().forEach(response::header);
        return response.build();
    }

    /** What a call threw that was one of several: told as if it had been alone. */
    static Problem told(RuntimeException reason) {
        return switch (reason) {
            case Problem problem -> problem;
            case InvalidInput invalid -> flawed(invalid);
            case OutOfReach scope -> outOfReach(scope);
            case Ledger.LedgerUnavailable unavailable -> notRecorded(unavailable);
            case Unrecorded unrecorded -> sent(unrecorded);
            case CatalogueUnavailable unavailable -> notRead(unavailable);
            case NoSealingKey missing -> notSealed(missing);
            default -> ours(reason);
        };
    }

    @ServerExceptionMapper
    Response invalid(InvalidInput invalid) {
        return problem(flawed(invalid));
    }

    private static Problem flawed(InvalidInput invalid) {
        return new Problem(400, "invalid-input", "Invalid input", String.valueOf(invalid.getMessage()))
                .with("flaws", invalid.flaws());
    }

    @ServerExceptionMapper
    Response beyond(OutOfReach scope) {
        return problem(outOfReach(scope));
    }

    private static Problem outOfReach(OutOfReach scope) {
        return new Problem(403, "out-of-reach", "The key is not for that", String.valueOf(scope.getMessage()))
                .with("fault", "caller");
    }

    @ServerExceptionMapper
    Response unavailable(Ledger.LedgerUnavailable unavailable) {
        return problem(notRecorded(unavailable));
    }

    private static Problem notRecorded(Ledger.LedgerUnavailable unavailable) {
        LOG.error("the ledger cannot be written", unavailable);
        return new Problem(
                        503,
                        "ledger-unavailable",
                        "The orchestrator cannot record calls",
                        String.valueOf(unavailable.getMessage()))
                .with("fault", "orchestrator")
                .header("Retry-After", "5");
    }

    /** Without Retry-After, and not a 503, which clients repeat by themselves: that would be the second charge. */
    @ServerExceptionMapper
    Response unrecorded(Unrecorded unrecorded) {
        return problem(sent(unrecorded));
    }

    private static Problem sent(Unrecorded unrecorded) {
        Unrecorded.Known known = unrecorded.known();
        LOG.errorf(unrecorded, "call %s was sent and not recorded", known.call());
        Problem problem = new Problem(
                        500,
                        "unrecorded",
                        "The request was sent, but not recorded",
                        String.valueOf(unrecorded.getMessage()))
                .with("call", known.call())
                .with("provider", known.provider())
                .with("operation", known.operation())
                .with("fault", "orchestrator")
                .with("sent", true)
                .with("ambiguous", true)
                .with("next", unrecorded.next());
        known.status().ifPresent(status -> problem.with("providerStatus", status));
        known.idempotencyKey().ifPresent(key -> problem.with("idempotencyKey", key));
        return problem;
    }

    @ServerExceptionMapper
    Response unavailable(CatalogueUnavailable unavailable) {
        return problem(notRead(unavailable));
    }

    private static Problem notRead(CatalogueUnavailable unavailable) {
        LOG.error("the registered documents cannot be read", unavailable);
        return new Problem(
                        503,
                        "catalogue-unavailable",
                        "The orchestrator cannot read what is registered",
                        String.valueOf(unavailable.getMessage()))
                .with("fault", "orchestrator")
                .header("Retry-After", "5");
    }

    @ServerExceptionMapper
    Response unsealed(NoSealingKey missing) {
        return problem(notSealed(missing));
    }

    private static Problem notSealed(NoSealingKey missing) {
        LOG.error("nothing can be sealed or opened", missing);
        return new Problem(
                        503,
                        "no-sealing-key",
                        "The orchestrator has no key to seal secrets with",
                        String.valueOf(missing.getMessage()))
                .with("fault", "orchestrator");
    }

    @ServerExceptionMapper
    Response unreachable(NoContact missing) {
        LOG.error("websites cannot be read", missing);
        return problem(new Problem(
                        503,
                        "no-contact",
                        "Websites could not reach whoever reads them",
                        String.valueOf(missing.getMessage()))
                .with("fault", "orchestrator"));
    }

    @ServerExceptionMapper
    RestResponse<?> framework(WebApplicationException refused, ContainerRequestContext request) {
        int status = refused.getResponse().getStatus();
        String reason = refused.getResponse().getStatusInfo().getReasonPhrase();
        Problem problem = new Problem(status, "http-" + status, reason, detail(refused, request));
        // RFC 9110, section 15.5.6
        return told(problem(
                status == 405 ? problem.header("Allow", String.join(", ", Routes.allowed(path(request)))) : problem));
    }

    private static String detail(WebApplicationException refused, ContainerRequestContext request) {
        String path = path(request);
        return switch (refused.getResponse().getStatus()) {
            case 404 -> "there is no " + path + ", or no such id; / says where things are";
            case 405 -> request.getMethod() + " is not what " + path + " is for";
            case 406 -> "'Accept: " + request.getHeaderString("Accept") + "' leaves out what is given here: JSON";
            case 415 ->
                Optional.ofNullable(request.getHeaderString("Content-Type"))
                                .map(type -> "'Content-Type: " + type + "' is not read here")
                                .orElse("it is not said what the body is, in 'Content-Type'")
                        + ": send " + Routes.formats(request.getMethod(), path);
            default -> String.valueOf(refused.getMessage());
        };
    }

    private static String path(ContainerRequestContext request) {
        return "/" + request.getUriInfo().getPath().replaceFirst("^/+", "");
    }

    private static RestResponse<?> told(Response response) {
        RestResponse.ResponseBuilder<Object> told = RestResponse.ResponseBuilder.create(
                        response.getStatusInfo(), response.getEntity())
                .type(TYPE);
        Object allowed = response.getHeaders().getFirst("Allow");
        return (allowed == null ? told : told.header("Allow", allowed)).build();
    }

    @ServerExceptionMapper
    Response bug(Throwable bug) {
        return problem(ours(bug));
    }

    private static Problem ours(Throwable bug) {
        LOG.error("a request ended in a bug", bug);
        return new Problem(500, "bug", "The orchestrator failed", "this is our fault; it was logged")
                .with("fault", "orchestrator");
    }
}
