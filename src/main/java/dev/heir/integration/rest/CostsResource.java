package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.provider.TierShares;
import dev.heir.integration.report.cost.CostLine;
import dev.heir.integration.report.cost.Costs;
import dev.heir.integration.report.cost.Reallocations;
import dev.heir.integration.report.cost.Spending;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is spent this month, when budgets end and what could be saved. */
@Path("/v1/costs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class CostsResource {

    /** About as many as a person reads; one a week and provider is made at most. */
    private static final int REALLOCATIONS = 50;

    private final Costs costs;
    private final Reallocations reallocations;

    CostsResource(Costs costs, Reallocations reallocations) {
        this.costs = costs;
        this.reallocations = reallocations;
    }

    @GET
    @Admits(Role.OPERATOR)
    @Operation(summary = "What is spent this month, when budgets end and what could be saved")
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
                page.next(),
                reallocations.newest(provider, REALLOCATIONS).stream()
                        .map(Change::of)
                        .toList());
    }

    /**
     * A part of the list.
     *
     * @param month in UTC, until now
     * @param reallocations the newest changes of shares, of the provider that is asked for or of all
     * @param next what to ask for as {@code cursor} to read on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Spent(String month, List<CostLine> items, Optional<String> next, List<Change> reallocations) {}

    /** A change of tiers' shares that use suggested, and what became of it. */
    public record Change(
            String provider, Instant at, Reallocations.State state, Shares from, Shares to, String reason) {

        static Change of(Reallocations.Made made) {
            return new Change(
                    made.provider(),
                    made.at(),
                    made.state(),
                    Shares.of(made.from()),
                    Shares.of(made.to()),
                    made.reason());
        }
    }

    /** In percent of every limit, as in the provider's document. */
    public record Shares(int critical, int important, int niceToHave) {

        static Shares of(TierShares shares) {
            return new Shares(shares.critical(), shares.important(), shares.niceToHave());
        }
    }
}
