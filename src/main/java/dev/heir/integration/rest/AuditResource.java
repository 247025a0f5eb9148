package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Audit;
import dev.heir.integration.access.Role;
import dev.heir.integration.provider.InvalidInput;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who changed what, when, and from what to what. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class AuditResource {

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Admits(Role.ADMIN)
    @Operation(
            summary = "Changes, newest first",
            description =
                    "Of documents, projects, keys, credentials and cases: who did it, and 'before' and 'after' as far"
                            + " as they differ. 'kind' is provider, mapping, contract, project, project-key, credential, staff-key,"
                            + " data-key, monitor, monitor-secret, opt-out, session or escalation, 'object' its id")
    public Page<Change> list(
            @QueryParam("actor") Optional<String> actor,
            @QueryParam("kind") Optional<String> kind,
            @QueryParam("object") Optional<String> object,
            @QueryParam("since") Optional<String> since,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        Audit.Filter filter = new Audit.Filter(actor, kind, object, since.map(AuditResource::instant));
        return Page.of(
                audit.page(filter, Page.after(cursor).map(AuditResource::position), size + 1).stream()
                        .map(Change::of)
                        .toList(),
                size,
                change -> Long.toString(change.id()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw new InvalidInput("since", text, "must be an instant such as 2026-11-23T02:00:00Z");
        }
    }

    private static long position(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            throw new InvalidInput("cursor", text, "must be the 'next' of an earlier page");
        }
    }

    /** One change. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Change(
            long id,
            Instant at,
            String actor,
            Optional<String> role,
            Optional<String> how,
            Optional<String> source,
            String action,
            String kind,
            String object,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {

        static Change of(Audit.Entry entry) {
            return new Change(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.role(),
                    entry.how(),
                    entry.source(),
                    entry.action(),
                    entry.kind(),
                    entry.object(),
                    entry.before(),
                    entry.after());
        }
    }
}
