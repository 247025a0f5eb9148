package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.report.cost.CostLine;
import dev.heir.integration.report.cost.Costs;
import dev.heir.integration.report.cost.Spending;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;

/** What is spent this month, when budgets end and what could be saved. */
@Path("/v1/costs")
@RunOnVirtualThread
public final class CostsResource {

    private final Costs costs;

    CostsResource(Costs costs) {
        this.costs = costs;
    }

    @GET
    public Spent list(
            @QueryParam("project") Optional<String> project,
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") Optional<String> cursor) {
        int size = Page.size(limit);
        Page<Costs.Line> page = Page.of(
                costs.page(new Spending.Filter(project, provider), Page.after(cursor), size + 1),
                size,
                Costs.Line::position);
        return new Spent(
                costs.month().toString(),
                page.items().stream().map(Costs.Line::cost).toList(),
                page.next());
    }

    /**
     * A part of the list.
     *
     * @param month in UTC, until now
     * @param next what to ask for as {@code cursor} to read on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Spent(String month, List<CostLine> items, Optional<String> next) {}
}
