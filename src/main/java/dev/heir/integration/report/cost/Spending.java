package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The sums that the ledger keeps, by days and months of UTC. */
public interface Spending {

    /**
     * What was spent in a month, by project, provider and currency, in their order.
     *
     * @param after {@link Spent#position} of the last one already read; empty to begin
     */
    List<Spent> page(YearMonth month, Filter filter, Optional<String> after, int most);

    /** What each day cost these owners since then, for days with calls only; today is among them. */
    List<Day> days(Collection<Owner> owners, LocalDate from);

    /** What these owners spent in a month. */
    List<Total> totals(Collection<Owner> owners, YearMonth month);

    /** Units that these providers were asked for in a month, by project. */
    List<Units> units(Collection<String> providers, YearMonth month);

    /** Safe calls of these providers that repeated one before them, summed over the closed days since then. */
    List<Repeated> repeated(Collection<String> providers, LocalDate from);

    /** Calls of these providers that came together, summed over the closed days since then. */
    List<Together> together(Collection<String> providers, LocalDate from);

    /** Empty: all of them. */
    record Filter(Optional<String> project, Optional<String> provider) {}

    /**
     * @param calls attempts that the provider worked on
     * @param currency empty where the provider has no price
     */
    record Spent(String project, String provider, Optional<String> currency, long calls, BigDecimal cost) {

        /** Where it stands in the list of all. */
        public String position() {
            return project + " " + provider + " " + currency.orElse("");
        }
    }

    record Day(Owner owner, LocalDate day, Money cost) {}

    record Total(Owner owner, Money cost) {}

    record Units(String project, String provider, String unit, long units) {}

    /**
     * @param slot of the clock
     * @param calls that fell into one
     * @param slots into which so many did
     * @param least what one of them cost, at the least
     */
    record Together(
            String project, String provider, String operation, Duration slot, long calls, long slots, Money least) {}

    /**
     * @param kept how long an answer would have been kept
     * @param calls safe ones, on days on which any was repeated
     * @param repeats those of them that an answer kept so long would have served, at the least
     * @param cost of the repeats, at the least
     */
    record Repeated(
            String project,
            String provider,
            String operation,
            Duration kept,
            long calls,
            long repeats,
            Optional<Money> cost) {}
}
