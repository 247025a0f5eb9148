package dev.heir.integration.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.access.Role;
import dev.heir.integration.credential.Redaction;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeArchive;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** All pages of a scrape as lines, for programs and spreadsheets. */
@Path("/v1/scrapes/{id}/pages")
@Produces({PageLines.JSONL, Csv.TYPE})
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ScrapePagesResource {

    private static final Logger LOG = Logger.getLogger(ScrapePagesResource.class);

    /** So much is in memory at a time, and the database's connection is free while it is sent. */
    private static final int AT_A_TIME = 100;

    private final ScrapeArchive archive;
    private final Access access;
    private final Redaction redaction;
    private final ObjectMapper json;

    ScrapePagesResource(ScrapeArchive archive, Access access, Redaction redaction, ObjectMapper json) {
        this.archive = archive;
        this.access = access;
        this.redaction = redaction;
        this.json = json;
    }

    @GET
    @Admits(Role.CALLER)
    @Operation(
            summary = "All pages of a scrape as JSON Lines or CSV",
            description = "Streamed in the order they were asked for, as they stand now. 'format' is jsonl or csv;"
                    + " 'limit' ends it after so many, and 'cursor' of a line goes on behind it. Text that a spreadsheet"
                    + " would run as a formula has an apostrophe before it")
    public Response list(
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Accept") Optional<String> accept,
            @Context HttpServerRequest request,
            @RestPath UUID id,
            @QueryParam("format") Optional<String> format,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") Optional<Integer> limit) {
        String project = ScrapesResource.project(access, authorization);
        ScrapeArchive.Names names =
                archive.names(project, id).orElseThrow(() -> Problem.notFound("scrape", id.toString()));
        String wanted =
                format.orElse(accept.filter(types -> types.startsWith(Csv.TYPE)).isPresent() ? "csv" : "jsonl");
        PageLines lines = PageLines.of(wanted, names, json);
        long after = ScrapesResource.after(cursor);
        long most = limit.map(Page::most).orElse(Integer.MAX_VALUE);
        return Response.ok((StreamingOutput) to -> write(id, lines, after, most, to, request))
                .header("Content-Type", lines.type())
                .header("Content-Disposition", "attachment; filename=\"scrape-" + id + "." + wanted + "\"")
                .build();
    }

    private void write(UUID scrape, PageLines lines, long after, long most, OutputStream to, HttpServerRequest request)
            throws IOException {
        long left = most;
        long behind = after;
        try {
            send(lines.head(), to);
            while (left > 0) {
                List<Scrape.Entry> part = archive.pages(scrape, behind, (int) Math.min(left, AT_A_TIME));
                if (part.isEmpty()) {
                    break;
                }
                for (Scrape.Entry entry : part) {
                    send(lines.line(entry), to);
                }
                left -= part.size();
                behind = part.getLast().position();
                to.flush();
            }
        } catch (RuntimeException broken) {
            LOG.errorf(broken, "the pages of scrape %s broke off behind %d", scrape, behind);
            PassedAnswers.cut(request); // or the half of it would look whole
        }
    }

    private void send(String line, OutputStream to) throws IOException {
        to.write(redaction.masked(line.getBytes(StandardCharsets.UTF_8)));
    }
}
