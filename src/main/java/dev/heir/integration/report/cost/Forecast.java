package dev.heir.integration.report.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * When a monthly budget is exhausted if things go on as they did.
 *
 * <p>Days are taken as alike and independent: after x days at a mean m with deviation s, seen over k days, the sum lies
 * with 90% within m x plus or minus t s sqrt(x + x^2 / k), t of Student's distribution with k - 1 degrees of freedom: the
 * first term is the days' own spread, the second what k days do not tell of the mean. A budget begins anew each month.
 */
public sealed interface Forecast {

    /** How many days are looked back on: whole weeks, so that no weekday counts more than another. */
    int DAYS = 28;

    /** Fewer days tell nothing: a week has its weekend. */
    int FEWEST_DAYS = 7;

    /** @param days with spend that were seen so far, too few */
    record NothingYet(int days) implements Forecast {}

    record NotWithinAYear() implements Forecast {}

    /** It is spent already. */
    record Exhausted() implements Forecast {}

    /**
     * The day on which it is likely to be exhausted and the days between which it is with 90%; empty: not within a year.
     */
    record Expected(LocalDate earliest, Optional<LocalDate> likely, Optional<LocalDate> latest) implements Forecast {}

    /**
     * @param days what was spent on each of the last full days of UTC, the oldest first, at most {@link #DAYS}
     * @param spent in this month until now
     */
    static Forecast of(List<BigDecimal> days, BigDecimal spent, BigDecimal budget, Instant now) {
        if (spent.compareTo(budget) >= 0) {
            return new Exhausted();
        }
        if (days.size() < FEWEST_DAYS) {
            return new NothingYet(days.size());
        }
        // Amounts are exact, forecasts are not: doubles are as good as what is known of tomorrow.
        Spread spread =
                Spread.of(days.stream().mapToDouble(BigDecimal::doubleValue).toArray());
        double left = budget.subtract(spent).doubleValue();
        Optional<LocalDate> earliest = firstDay(spread, 1, left, budget.doubleValue(), now);
        return earliest.isEmpty()
                ? new NotWithinAYear()
                : new Expected(
                        earliest.get(),
                        firstDay(spread, 0, left, budget.doubleValue(), now),
                        firstDay(spread, -1, left, budget.doubleValue(), now));
    }

    /** The first day at whose end the sum, so many times t away from the likely one, has reached the budget. */
    private static Optional<LocalDate> firstDay(Spread spread, int times, double left, double budget, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        double days = (double) Duration.between(now, midnight).toSeconds()
                / Duration.ofDays(1).toSeconds();
        double needed = left;
        LocalDate end = today.plusYears(1);
        for (LocalDate day = today; day.isBefore(end); day = day.plusDays(1)) {
            if (day.getDayOfMonth() == 1 && day.isAfter(today)) {
                days = 1;
                needed = budget;
            }
            if (spread.sum(days, times) >= needed) {
                return Optional.of(day);
            }
            days++;
        }
        return Optional.empty();
    }

    /** What is known of a day's spend from {@code count} of them. */
    record Spread(double mean, double deviation, int count) {

        /** Of Student's distribution, 95% one-sided, from 6 degrees of freedom on. */
        private static final List<Double> T = List.of(
                1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725,
                1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703);

        static Spread of(double... days) {
            double sum = 0;
            for (double day : days) {
                sum += day;
            }
            double mean = sum / days.length;
            double squares = 0;
            for (double day : days) {
                squares += (day - mean) * (day - mean);
            }
            return new Spread(mean, Math.sqrt(squares / (days.length - 1)), days.length);
        }

        double sum(double days, int times) {
            double t = T.get(Math.min(count - FEWEST_DAYS, T.size() - 1));
            return mean * days + times * t * deviation * Math.sqrt(days + days * days / count);
        }
    }
}
