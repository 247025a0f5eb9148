package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.PriceModel;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is spent each day, kept in the very statement or transaction that writes the calls: it is always their sum. */
final class SpendRows {

    /**
     * Of what was counted only the latest limiter's is kept: an earlier one is lost, and with it what it counted, so its
     * sum counts as spent beside the limiter.
     */
    private static final String SUMS = """
            calls = s.calls + excluded.calls, cost = s.cost + excluded.cost,
            project_counted = CASE WHEN excluded.project_limiter > s.project_limiter THEN excluded.project_counted
                WHEN excluded.project_limiter < s.project_limiter THEN s.project_counted
                ELSE s.project_counted + excluded.project_counted END,
            project_limiter = greatest(s.project_limiter, excluded.project_limiter),
            provider_counted = CASE WHEN excluded.provider_limiter > s.provider_limiter THEN excluded.provider_counted
                WHEN excluded.provider_limiter < s.provider_limiter THEN s.provider_counted
                ELSE s.provider_counted + excluded.provider_counted END,
            provider_limiter = greatest(s.provider_limiter, excluded.provider_limiter)
            """;

    /**
     * Follows on {@code numbered}, the calls of a group, and locks rows in the order of their keys: two groups never wait
     * for each other. The second part reads the first one, which is what makes it come after.
     */
    static final String ADDED = """
            charged AS MATERIALIZED (
                SELECT *, max(project_limiter) OVER own AS project_latest, max(provider_limiter) OVER own AS provider_latest
                FROM (
                    SELECT provider, CAST(received_at AT TIME ZONE 'UTC' AS date) AS day, project,
                        coalesce(cost_currency, '') AS currency, units, coalesce(cost, 0) AS cost,
                        coalesce(project_limiter, 0) AS project_limiter, coalesce(provider_limiter, 0) AS provider_limiter
                    FROM numbered WHERE units IS NOT NULL OR cost <> 0
                ) one WINDOW own AS (PARTITION BY provider, day, project, currency)
            ), spent AS (
                INSERT INTO spend AS s (provider, day, project, currency, calls, cost,
                    project_limiter, project_counted, provider_limiter, provider_counted)
                SELECT provider, day, project, currency, coalesce(sum(CAST(units ->> 'calls' AS bigint)), 0), sum(cost),
                    project_latest, coalesce(sum(cost) FILTER (WHERE project_limiter = project_latest AND project_latest > 0), 0),
                    provider_latest, coalesce(sum(cost) FILTER (WHERE provider_limiter = provider_latest AND provider_latest > 0), 0)
                FROM charged
                GROUP BY provider, day, project, currency, project_latest, provider_latest ORDER BY 1, 2, 3, 4
                ON CONFLICT (provider, day, project, currency) DO UPDATE SET %s
                RETURNING s.day
            ), used AS (
                INSERT INTO spend_unit AS s (provider, day, project, unit, units)
                SELECT provider, day, project, u.key, sum(CAST(u.value AS bigint))
                FROM charged, json_each_text(units) AS u
                WHERE (SELECT count(*) FROM spent) > 0
                GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                ON CONFLICT (provider, day, project, unit) DO UPDATE SET units = s.units + excluded.units
            )
            """.formatted(SUMS);

    private SpendRows() {}

    /**
     * Adds what the finishing of a deferred call cost to its row and to the day's sums. Attempts that were made are paid
     * for, also those of an instance that came late. Where the price's currency was changed in between, one row cannot
     * hold both: the new cost stays, and the sums follow the row.
     */
    static void add(Connection connection, CallRecord call, OffsetDateTime receivedAt) throws SQLException {
        if (call.cost().isEmpty() && call.use().units().isEmpty()) {
            return;
        }
        Optional<Charged> found = Database.first(
                connection,
                Charged::read,
                "SELECT project, provider, cost, cost_currency, units FROM call WHERE id = ? AND received_at = ? FOR UPDATE",
                call.id(),
                receivedAt);
        if (found.isEmpty()) {
            return;
        }
        Charged before = found.get();
        Charged after = before.plus(call.cost(), call.use().units());
        Database.update(
                connection,
                "UPDATE call SET cost = ?, cost_currency = ?, units = CAST(? AS jsonb) WHERE id = ? AND received_at = ?",
                after.cost.map(Money::amount).orElse(null),
                after.cost.map(cost -> cost.currency().getCurrencyCode()).orElse(null),
                after.units.isEmpty() ? null : JsonTree.write(new TreeMap<>(after.units)),
                call.id(),
                receivedAt);
        LocalDate day = receivedAt.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
        for (Map.Entry<String, Sum> sum : after.minus(before).entrySet()) {
            Optional<Money> added =
                    call.cost().filter(cost -> cost.currency().getCurrencyCode().equals(sum.getKey()));
            BigDecimal cost = added.map(Money::amount).orElse(BigDecimal.ZERO);
            long byProject = added.isPresent() ? call.use().counted().byProject() : 0;
            long byProvider = added.isPresent() ? call.use().counted().byProvider() : 0;
            Database.update(
                    connection,
                    """
                    INSERT INTO spend AS s (provider, day, project, currency, calls, cost,
                        project_limiter, project_counted, provider_limiter, provider_counted)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (provider, day, project, currency) DO UPDATE SET %s
                    """.formatted(SUMS),
                    before.provider,
                    day,
                    before.project,
                    sum.getKey(),
                    sum.getValue().calls,
                    sum.getValue().cost,
                    byProject,
                    byProject > 0 ? cost : BigDecimal.ZERO,
                    byProvider,
                    byProvider > 0 ? cost : BigDecimal.ZERO);
        }
        for (Map.Entry<String, Long> unit : new TreeMap<>(call.use().units()).entrySet()) {
            Database.update(connection, """
                    INSERT INTO spend_unit AS s (provider, day, project, unit, units) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (provider, day, project, unit) DO UPDATE SET units = s.units + excluded.units
                    """, before.provider, day, before.project, unit.getKey(), unit.getValue());
        }
    }

    /** What a call's row says that was used. */
    static Map<String, Long> units(ResultSet row) throws SQLException {
        Map<String, Long> units = new HashMap<>();
        Optional<String> written = Columns.maybeText(row, "units");
        if (written.isPresent()) {
            JsonTree.read(written.get()).forEach((unit, count) -> units.put(unit, ((Number) count).longValue()));
        }
        return units;
    }

    private record Sum(long calls, BigDecimal cost) {

        Sum plus(Sum other) {
            return new Sum(calls + other.calls, cost.add(other.cost));
        }

        Sum negated() {
            return new Sum(-calls, cost.negate());
        }

        boolean isNothing() {
            return calls == 0 && cost.signum() == 0;
        }
    }

    private record Charged(String project, String provider, Optional<Money> cost, Map<String, Long> units) {

        static Charged read(ResultSet row) throws SQLException {
            BigDecimal cost = row.getBigDecimal("cost");
            return new Charged(
                    row.getString("project"),
                    row.getString("provider"),
                    Columns.maybeText(row, "cost_currency").map(code -> new Money(cost, Currency.getInstance(code))),
                    SpendRows.units(row));
        }

        Charged plus(Optional<Money> more, Map<String, Long> further) {
            Map<String, Long> all = new HashMap<>(units);
            further.forEach((unit, count) -> all.merge(unit, count, Long::sum));
            Optional<Money> sum = more.map(
                            added -> cost.filter(had -> had.currency().equals(added.currency()))
                                    .map(had -> new Money(had.amount().add(added.amount()), added.currency()))
                                    .orElse(added))
                    .or(() -> cost);
            return new Charged(project, provider, sum, all);
        }

        /** By currency, in its order. */
        Map<String, Sum> minus(Charged before) {
            Map<String, Sum> sums = new TreeMap<>();
            sums.merge(currency(), sum(), Sum::plus);
            sums.merge(before.currency(), before.sum().negated(), Sum::plus);
            sums.values().removeIf(Sum::isNothing);
            return sums;
        }

        private String currency() {
            return cost.map(money -> money.currency().getCurrencyCode()).orElse("");
        }

        private Sum sum() {
            return new Sum(
                    units.getOrDefault(PriceModel.CALLS, 0L),
                    cost.map(Money::amount).orElse(BigDecimal.ZERO));
        }
    }
}
