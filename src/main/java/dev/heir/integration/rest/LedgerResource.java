package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.report.LedgerPages;
import dev.heir.integration.strike.Symptom;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Every call, newest first, each with its attempts and strikes. */
@Path("/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class LedgerResource {

    private final LedgerPages ledger;

    LedgerResource(LedgerPages ledger) {
        this.ledger = ledger;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Calls, newest first, with attempts and strikes")
    public Page<RecordedDocument> list(
            @QueryParam("project") Optional<String> project,
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("symptom") Optional<String> symptom,
            @QueryParam("since") Optional<String> since,
            @QueryParam("until") Optional<String> until,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        Page<Ledger.Recorded> page = Page.of(
                ledger.page(
                        new LedgerPages.Filter(
                                project,
                                provider,
                                symptom.map(name -> Word.of(Symptom.class, "symptom", name)),
                                since.map(text -> instant("since", text)),
                                until.map(text -> instant("until", text))),
                        Page.after(cursor),
                        size + 1),
                size,
                LedgerPages::position);
        return new Page<>(page.items().stream().map(RecordedDocument::of).toList(), page.next());
    }

    private static Instant instant(String path, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw new InvalidInput(path, text, "must be an instant such as 2026-11-23T02:00:00Z");
        }
    }
}
