package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Unrecorded;
import dev.heir.integration.credential.NoSealingKey;
import dev.heir.integration.provider.CatalogueUnavailable;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.NoContact;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
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

    @ServerExceptionMapper
    Response invalid(InvalidInput invalid) {
        return problem(new Problem(400, "invalid-input", "Invalid input", String.valueOf(invalid.getMessage()))
                .with("flaws", invalid.flaws()));
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException unreadable) {
        String where = unreadable.getLocation() == null
                ? ""
                : " (line " + unreadable.getLocation().getLineNr() + ", column "
                        + unreadable.getLocation().getColumnNr() + ")";
        return problem(
                new Problem(400, "invalid-input", "Unreadable document", unreadable.getOriginalMessage() + where));
    }

    @ServerExceptionMapper
    Response unavailable(Ledger.LedgerUnavailable unavailable) {
        LOG.error("the ledger cannot be written", unavailable);
        return problem(new Problem(
                        503,
                        "ledger-unavailable",
                        "The orchestrator cannot record calls",
                        String.valueOf(unavailable.getMessage()))
                .with("fault", "orchestrator")
                .header("Retry-After", "5"));
    }

    /** Without Retry-After, and not a 503, which clients repeat by themselves: that would be the second charge. */
    @ServerExceptionMapper
    Response unrecorded(Unrecorded unrecorded) {
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
        return problem(problem);
    }

    @ServerExceptionMapper
    Response unavailable(CatalogueUnavailable unavailable) {
        LOG.error("the registered documents cannot be read", unavailable);
        return problem(new Problem(
                        503,
                        "catalogue-unavailable",
                        "The orchestrator cannot read what is registered",
                        String.valueOf(unavailable.getMessage()))
                .with("fault", "orchestrator")
                .header("Retry-After", "5"));
    }

    @ServerExceptionMapper
    Response unsealed(NoSealingKey missing) {
        LOG.error("nothing can be sealed or opened", missing);
        return problem(new Problem(
                        503,
                        "no-sealing-key",
                        "The orchestrator has no key to seal secrets with",
                        String.valueOf(missing.getMessage()))
                .with("fault", "orchestrator"));
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
    RestResponse<?> framework(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        String reason = refused.getResponse().getStatusInfo().getReasonPhrase();
        Response response =
                problem(new Problem(status, "http-" + status, reason, String.valueOf(refused.getMessage())));
        return RestResponse.ResponseBuilder.create(response.getStatusInfo(), response.getEntity())
                .type(TYPE)
                .build();
    }

    @ServerExceptionMapper
    Response bug(Throwable bug) {
        LOG.error("a request ended in a bug", bug);
        return problem(new Problem(500, "bug", "The orchestrator failed", "this is our fault; it was logged")
                .with("fault", "orchestrator"));
    }
}
