package dev.heir.integration.report.cost;

import dev.heir.integration.health.Sweep;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Does what is due about money whenever the sweep comes by: once a minute, by whichever instance that is. */
@Singleton
public class CostRhythm {

    private static final Logger LOG = Logger.getLogger(CostRhythm.class);

    /** By then the calls of the day before have ended and are written: the longest deadline is shorter. */
    private static final Duration NIGHT = Duration.ofMinutes(20);

    private final History history;
    private final BudgetWatch budgets;
    private final Allocation allocation;
    private final Clock clock;

    CostRhythm(History history, BudgetWatch budgets, Allocation allocation, Clock clock) {
        this.history = history;
        this.budgets = budgets;
        this.allocation = allocation;
        this.clock = clock;
    }

    void swept(@Observes Sweep sweep) {
        Instant now = clock.instant();
        try {
            int warned = budgets.look(now);
            LocalDate over = now.minus(NIGHT).atOffset(ZoneOffset.UTC).toLocalDate();
            int days = history.close(over, Forecast.DAYS);
            int shares = days > 0 ? allocation.look(over) : 0;
            if (warned + days > 0) {
                LOG.infof(
                        "%d budgets are nearly spent, %d days were summed up, %d providers might share otherwise",
                        warned, days, shares);
            }
        } catch (RuntimeException trouble) {
            // The standings were judged; this is tried again with the next sweep.
            LOG.errorf(trouble, "money could not be looked after");
        }
    }
}
