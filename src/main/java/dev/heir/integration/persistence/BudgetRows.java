package dev.heir.integration.persistence;

import dev.heir.integration.quota.Nanos;
import dev.heir.integration.quota.Spent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was spent of budgets this month, and what of it the limiter counted. */
final class BudgetRows {

    private static final Pattern BUDGET = Pattern.compile("budget:(project|provider):(.+):([A-Z]{3})");

    private BudgetRows() {}

    /** @param scope of the limiter; empty where it is no budget */
    static Optional<Spent> spent(Database database, String scope) {
        Matcher budget = BUDGET.matcher(scope);
        if (!budget.matches()) {
            return Optional.empty();
        }
        List<Part> parts = database.list(Part::read, """
                WITH month AS MATERIALIZED (
                    SELECT now, date_trunc('month', now AT TIME ZONE 'UTC') AS first FROM clock_timestamp() AS now)
                SELECT now, (first + interval '1 month') AT TIME ZONE 'UTC' AS until, limiter, cost, counted
                FROM month LEFT JOIN LATERAL (
                    SELECT %1$s_limiter AS limiter, sum(cost) AS cost, sum(%1$s_counted) AS counted FROM spend
                    WHERE %1$s = ? AND currency = ? AND day >= CAST(first AS date)
                        AND day < CAST(first + interval '1 month' AS date)
                    GROUP BY 1) AS spent ON true
                """.formatted(budget.group(1)), budget.group(2), budget.group(3));
        Map<Long, Long> counted = new HashMap<>();
        BigDecimal all = BigDecimal.ZERO;
        for (Part part : parts) {
            all = all.add(part.cost);
            counted.put(part.limiter, Nanos.of(part.counted, RoundingMode.FLOOR));
        }
        Part any = parts.getFirst();
        return Optional.of(new Spent(Nanos.of(all), counted, micros(any.until), micros(any.now)));
    }

    private record Part(Instant now, Instant until, long limiter, BigDecimal cost, BigDecimal counted) {

        static Part read(ResultSet row) throws SQLException {
            return new Part(
                    Columns.instant(row, "now"),
                    Columns.instant(row, "until"),
                    row.getLong("limiter"),
                    Optional.ofNullable(row.getBigDecimal("cost")).orElse(BigDecimal.ZERO),
                    Optional.ofNullable(row.getBigDecimal("counted")).orElse(BigDecimal.ZERO));
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
