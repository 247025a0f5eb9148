package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.monitor.Chart;
import dev.heir.integration.scrape.monitor.MonitorDocument;
import dev.heir.integration.scrape.monitor.MonitorDocuments;
import dev.heir.integration.scrape.monitor.MonitorHistory;
import dev.heir.integration.scrape.monitor.Monitors;
import dev.heir.integration.scrape.monitor.Point;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Pages that are looked at again and again, and what changed on them. */
@Path("/v1/monitors")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class MonitorsResource {

    private static final int MOST_POINTS = 5_000;

    private final Monitors monitors;
    private final MonitorDocuments documents;
    private final MonitorHistory history;

    MonitorsResource(Monitors monitors, MonitorDocuments documents, MonitorHistory history) {
        this.monitors = monitors;
        this.documents = documents;
        this.history = history;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "Monitors' documents by name")
    public Page<Map<String, Object>> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        return Page.of(
                documents.page(Page.after(cursor), size + 1).stream()
                        .map(stored -> written(stored.name(), stored.document()))
                        .toList(),
                size,
                document -> String.valueOf(document.get("monitor")));
    }

    @POST
    @Admits(Role.ADMIN)
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Watch pages, by a name that nobody uses",
            description =
                    "'monitor' names it. The same document once more is answered with 200; 409 when there is another"
                            + " one of that name")
    public RestResponse<ShownOnce> create(Document document) {
        Monitors.Put put = monitors.create(document.tree())
                .orElseThrow(() -> new Problem(
                        409,
                        "conflict",
                        "There is another monitor of that name",
                        "PUT /v1/monitors/" + document.tree().get("monitor") + " changes it"));
        return answer(put);
    }

    @PUT
    @Admits(Role.ADMIN)
    @Path("/{name}")
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "Watch pages",
            description =
                    "The first eight looks are learnt from; another document begins anew. Where 'notify' names a"
                            + " webhook for the first time, the answer has the secret that signs for it, and no other ever does")
    public RestResponse<ShownOnce> put(@RestPath String name, Document document) {
        return answer(monitors.put(name, document.tree()));
    }

    private static RestResponse<ShownOnce> answer(Monitors.Put put) {
        MonitorDocuments.Stored stored = put.stored();
        return RestResponse.status(
                stored.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                new ShownOnce(written(stored.name(), stored.document()), put.secret()));
    }

    @POST
    @Admits(Role.ADMIN)
    @Path("/{name}/secrets")
    @Operation(
            summary = "Another secret that a monitor's notices are signed with",
            description =
                    "Shown in this answer only. The one before signs beside it for integration.scrape.monitors.secret-overlap")
    public RestResponse<ShownOnce> rotate(@RestPath String name) {
        String secret = monitors.rotate(name).orElseThrow(() -> Problem.notFound("monitor", name));
        return RestResponse.status(
                RestResponse.Status.CREATED, new ShownOnce(Map.of("monitor", name), Optional.of(secret)));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}")
    @Operation(summary = "A monitor's document")
    public Map<String, Object> get(@RestPath String name) {
        return written(name, known(name));
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{name}")
    @Operation(summary = "Forget a monitor and all it has seen")
    public void delete(@RestPath String name) {
        Removal.of(documents.remove(name), "monitor", name);
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}/changes")
    @Operation(summary = "What changed, newest first, with a diff for people")
    public Page<ChangeDocument> changes(
            @RestPath String name,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        known(name);
        int size = Page.size(limit);
        Page<MonitorHistory.Changed> page =
                Page.of(history.changes(name, before(cursor), size + 1), size, one -> Long.toString(one.position()));
        return new Page<>(page.items().stream().map(ChangeDocument::of).toList(), page.next());
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}/looks")
    @Operation(summary = "Each look and what it found, newest first: what cannot be read is never a change")
    public Page<MonitorHistory.Looked> looks(
            @RestPath String name,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        known(name);
        int size = Page.size(limit);
        return Page.of(history.looks(name, before(cursor), size + 1), size, one -> Long.toString(one.position()));
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}/series")
    @Operation(summary = "What fields said over time, per competitor: the newest 5,000 points")
    public List<Point> series(@RestPath String name, @QueryParam("field") Optional<String> field) {
        known(name);
        return history.points(name, field, MOST_POINTS);
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}/series.csv")
    @Produces(Csv.TYPE)
    @Operation(summary = "The same as a table that runs no formula")
    public String table(@RestPath String name, @QueryParam("field") Optional<String> field) {
        known(name);
        StringBuilder table = new StringBuilder(Csv.row(List.of("at", "competitor", "url", "field", "amount", "text")));
        history.points(name, field, MOST_POINTS)
                .forEach(point -> table.append(Csv.row(List.of(
                        point.at().toString(),
                        point.competitor(),
                        point.url(),
                        point.field(),
                        point.amount().map(Object::toString).orElse(""),
                        point.text()))));
        return table.toString();
    }

    @GET
    @Admits(Role.OPERATOR)
    @Path("/{name}/chart.svg")
    @Produces("image/svg+xml")
    @Operation(summary = "A field's numbers over time, a line for each competitor")
    public String chart(@RestPath String name, @QueryParam("field") Optional<String> field) {
        known(name);
        String wanted = field.orElseThrow(() -> new InvalidInput("field", "nothing", "is required"));
        return Chart.of(name + ": " + wanted, history.points(name, field, MOST_POINTS));
    }

    private Map<String, Object> known(String name) {
        return documents.find(name).orElseThrow(() -> Problem.notFound("monitor", name));
    }

    private static Map<String, Object> written(String name, Map<String, Object> document) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("monitor", name);
        written.putAll(MonitorDocument.shown(document));
        return written;
    }

    private static Optional<Long> before(Optional<String> cursor) {
        return cursor.isEmpty() ? Optional.empty() : Optional.of(ScrapesResource.after(cursor));
    }
}
