package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Money;
import java.time.YearMonth;
import java.util.List;

/** Who was warned of which budget. */
public interface BudgetWarnings {

    /**
     * Opens the case file of a budget that is nearly spent, unless that was done for it this month: however many
     * instances see it, and whatever became of the case since, there is one.
     *
     * @return whether this was the one
     */
    boolean open(Warning warning);

    /**
     * @param spent in the budget's currency
     * @param recommendations what a person should know and may do
     */
    record Warning(Owner owner, YearMonth month, Money spent, List<String> recommendations) {

        public Warning {
            recommendations = List.copyOf(recommendations);
        }

        /** There is one case per cause. */
        public String cause() {
            return "budget of " + owner + " in " + month;
        }
    }
}
