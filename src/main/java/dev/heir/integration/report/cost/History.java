package dev.heir.integration.report.cost;

import java.time.LocalDate;

/** Sums of the ledger that are made once, when a day is over: reading them costs what is shown, not what happened. */
public interface History {

    /**
     * Sums up the days of UTC that are over and were not summed up yet; one instance does each.
     *
     * @param until the first day that is not over
     * @param most days at once; those that are further back are left out for good
     * @return how many were summed up
     */
    int close(LocalDate until, int most);
}
