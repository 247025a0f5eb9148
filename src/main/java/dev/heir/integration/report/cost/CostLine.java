package dev.heir.integration.report.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.provider.Budget;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a project spent on a provider this month, and what that means for the budgets of both. Amounts are exact.
 *
 * @param calls attempts that the provider worked on
 * @param units of them, as limits and prices count them
 * @param spent absent where the provider has no price
 * @param savings what keeping answers would have saved the project
 * @param batching what asking for many at once would have saved it, for each operation whose document says that it can be
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CostLine(
        String project,
        String provider,
        long calls,
        Map<String, Long> units,
        Optional<String> spent,
        OfProject ofProject,
        OfProvider ofProvider,
        List<Caching> savings,
        List<Batching> batching) {

    /**
     * The project over all its providers.
     *
     * @param spent by currency
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record OfProject(List<String> spent, Optional<BudgetState> budget) {}

    /**
     * The provider over all projects.
     *
     * @param spent by currency: the sum of the calls' costs
     * @param bill of the month's units by the price of its document, exact also where the price has steps
     * @param plans what its other plans would have cost for last month's use
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record OfProvider(
            List<String> spent, Optional<String> bill, Optional<BudgetState> budget, List<PlanOffer> plans) {}

    /**
     * A budget, what is spent of it in its currency, and when it ends.
     *
     * @param share of it that is spent: 1 is all
     */
    @RegisterForReflection
    public record BudgetState(String amount, Budget.Stop stop, String spent, double share, Outlook forecast) {

        static BudgetState of(Purse purse, java.time.Instant now) {
            return new BudgetState(
                    purse.budget().amount().toString(),
                    purse.budget().stop(),
                    purse.spent().toString(),
                    purse.share(),
                    Outlook.of(purse.forecast(now)));
        }
    }

    /**
     * What keeping answers would have saved.
     *
     * @param cache what to declare for the operation
     * @param repeated calls that a kept answer would have served, at the least
     * @param amount what they cost, at the least
     */
    @RegisterForReflection
    public record Caching(String operation, String cache, long repeated, long calls, String amount, String since) {}

    /**
     * What asking for many calls at once would have saved.
     *
     * @param of calls in one request, at most
     * @param within how long calls are collected
     * @param calls that came together; absent where nothing can be told, as are the next two
     * @param saved requests fewer, at the least
     * @param amount what those cost, at the least
     * @param says how sure that is, or why there is nothing
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Batching(
            String operation,
            int of,
            String within,
            Optional<Long> calls,
            Optional<Long> saved,
            Optional<String> amount,
            String says,
            String since) {}

    /**
     * A plan of the provider's document, for the use of a month.
     *
     * @param saves absent when it would have cost more
     * @param costsMore absent when it would have saved
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record PlanOffer(
            String plan,
            String month,
            String spent,
            String wouldCost,
            Optional<String> saves,
            Optional<String> costsMore,
            List<String> limits) {}
}
