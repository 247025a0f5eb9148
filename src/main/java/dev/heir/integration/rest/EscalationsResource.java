package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Actor;
import dev.heir.integration.access.CurrentVisit;
import dev.heir.integration.access.Role;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Escalations;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.report.CaseFile;
import dev.heir.integration.report.CaseFiles;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Case files for people: read, taken on, resolved. */
@Path("/v1/escalations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class EscalationsResource {

    private final Escalations escalations;
    private final CaseFiles files;
    private final Redaction redaction;
    private final CurrentVisit current;

    EscalationsResource(Escalations escalations, CaseFiles files, Redaction redaction, CurrentVisit current) {
        this.escalations = escalations;
        this.files = files;
        this.redaction = redaction;
        this.current = current;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Cases, newest first")
    public Page<Line> list(
            @QueryParam("status") Optional<String> status,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        Page<Escalation> page = Page.of(
                escalations.page(
                        status.map(name -> Word.of(CaseState.Status.class, "status", name)),
                        Page.after(cursor),
                        size + 1),
                size,
                Escalation::position);
        return new Page<>(page.items().stream().map(Line::of).toList(), page.next());
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "A case file, by its id or its cause")
    public CaseFile get(@RestPath String id) {
        return files.find(id).orElseThrow(() -> Problem.notFound("escalation", id));
    }

    @POST
    @Admits(Role.OPERATOR)
    @Path("/{id}/acknowledge")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Take a case on, by its id or its cause",
            description =
                    "Who signed in, or shows a staff key, does it; 'by' may add another name, and else says who does")
    public CaseFile acknowledge(@RestPath String id, Document document) {
        return moved(
                id, escalations.acknowledge(known(id), redaction.mask(CaseDocument.taker(document.tree(), actor()))));
    }

    @POST
    @Admits(Role.OPERATOR)
    @Path("/{id}/resolve")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Say that a case is over",
            description =
                    "'by', as when a case is taken on, and 'resolution' say who did what; 'remedy' names the one of our list it amounts to, if any")
    public CaseFile resolve(@RestPath String id, Document document) {
        return moved(id, escalations.resolve(known(id), masked(CaseDocument.resolution(document.tree(), actor()))));
    }

    private Actor actor() {
        return current.visit().actor();
    }

    /** What is written down for good, and learnt from. */
    private Resolution masked(Resolution words) {
        return new Resolution(redaction.mask(words.by()), redaction.mask(words.resolution()), words.remedy());
    }

    /** Problems name a case by its cause. */
    private String known(String idOrCause) {
        return escalations.find(idOrCause).map(Escalation::id).orElse(idOrCause);
    }

    private CaseFile moved(String id, Optional<CaseState.Moved> moved) {
        return switch (moved.orElseThrow(() -> Problem.notFound("escalation", id))) {
            case CaseState.Moved.Done done -> get(id);
            case CaseState.Moved.Conflict(String reason) ->
                throw new Problem(409, "conflict", "The case is elsewhere already", reason);
        };
    }

    /** A case in the list of all. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            String id,
            CaseState.Status status,
            String cause,
            String provider,
            ErrorPattern pattern,
            Symptom symptom,
            List<EscalationTrigger> triggers,
            Instant openedAt,
            Instant lastSeenAt,
            long calls) {

        static Line of(Escalation escalation) {
            return new Line(
                    escalation.id(),
                    escalation.state().status(),
                    escalation.cause(),
                    escalation.provider(),
                    escalation.pattern(),
                    escalation.symptom(),
                    escalation.triggers(),
                    escalation.openedAt(),
                    escalation.lastSeen(),
                    escalation.calls());
        }
    }
}
