package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A budget and what was spent of it.
 *
 * @param spent in the budget's own currency, this month
 * @param days of the same, the last full ones
 */
record Purse(Owner owner, Budget budget, Money spent, List<BigDecimal> days) {

    /** From this share on a person is warned. */
    static final BigDecimal WARNING = new BigDecimal("0.8");

    /**
     * Puts together what is known of each day, from the first one with spend on; days without calls cost nothing.
     *
     * @param known of this owner, in any currency
     */
    static Purse of(Owner owner, Budget budget, List<Spending.Day> known, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        Map<LocalDate, BigDecimal> byDay = new TreeMap<>();
        known.stream()
                .filter(day -> day.cost().currency().equals(budget.amount().currency()))
                .forEach(day -> byDay.merge(day.day(), day.cost().amount(), BigDecimal::add));
        BigDecimal spent = byDay.entrySet().stream()
                .filter(day -> YearMonth.from(day.getKey()).equals(YearMonth.from(today)))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        LocalDate from = byDay.keySet().stream()
                .findFirst()
                .filter(first -> first.isAfter(today.minusDays(Forecast.DAYS)))
                .orElse(byDay.isEmpty() ? today : today.minusDays(Forecast.DAYS));
        List<BigDecimal> days = from.datesUntil(today.isBefore(from) ? from : today)
                .map(day -> byDay.getOrDefault(day, BigDecimal.ZERO))
                .toList();
        return new Purse(owner, budget, new Money(spent, budget.amount().currency()).stripped(), days);
    }

    /** The first day whose spend matters to it. */
    static LocalDate from(Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate past = today.minus(Forecast.DAYS, ChronoUnit.DAYS);
        return past.isBefore(today.withDayOfMonth(1)) ? past : today.withDayOfMonth(1);
    }

    Forecast forecast(Instant now) {
        return Forecast.of(days, spent.amount(), budget.amount().amount(), now);
    }

    /** Of the budget; 1 when it is zero. */
    double share() {
        return share(spent.amount(), budget.amount().amount());
    }

    static double share(BigDecimal spent, BigDecimal budget) {
        return budget.signum() == 0
                ? 1
                : spent.divide(budget, MathContext.DECIMAL32).doubleValue();
    }
}
