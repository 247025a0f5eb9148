package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import dev.heir.integration.report.DomainReport;
import dev.heir.integration.report.Markdown;
import dev.heir.integration.report.Reports;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The domain report. */
@Path("/v1/report")
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class ReportResource {

    private final Reports reports;
    private final Markdown markdown;

    ReportResource(Reports reports, Markdown markdown) {
        this.reports = reports;
        this.markdown = markdown;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The report of the domain")
    public DomainReport json() {
        return reports.write();
    }

    @GET
    @Admits(Role.OPERATOR)
    @Produces("text/markdown;charset=UTF-8")
    @Operation(summary = "The report of the domain")
    public String markdown() {
        return markdown.write(reports.write());
    }
}
