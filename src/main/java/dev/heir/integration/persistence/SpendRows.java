package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.Money;
import dev.heir.integration.quota.Permit;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is spent each day, kept in the very statement or transaction that writes the calls: it is always their sum. A
 * call counts on the day of UTC on which it was sent, as in the limiter: it may have waited since it was received.
 */
final class SpendRows {

    /**
     * Of what was counted only the latest limiter's is kept: an earlier one is lost, and with it what it counted, so its
     * sum counts as spent beside the limiter.
     */
    static final String SUMS = """
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
                    SELECT provider, CAST(coalesce(sent_at, received_at) AT TIME ZONE 'UTC' AS date) AS day, project,
                        coalesce(cost_currency, '') AS currency, units, coalesce(cost, 0) AS cost,
                        coalesce(project_limiter, 0) AS project_limiter, coalesce(provider_limiter, 0) AS provider_limiter
                    FROM numbered WHERE units IS NOT NULL OR cost <> 0
                    UNION ALL
                    SELECT c.provider, CAST(coalesce(n.sent_at, n.received_at) AT TIME ZONE 'UTC' AS date), n.project, coalesce(c.currency, ''),
                        c.units, coalesce(c.cost, 0), coalesce(c.project_limiter, 0), coalesce(c.provider_limiter, 0)
                    FROM numbered n, json_to_recordset(n.charges) AS c (provider text, currency text, cost numeric,
                        units json, project_limiter bigint, provider_limiter bigint)
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

    /** What a call's row says that was used. */
    static Map<String, Long> units(ResultSet row) throws SQLException {
        Map<String, Long> units = new HashMap<>();
        Optional<String> written = Columns.maybeText(row, "units");
        if (written.isPresent()) {
            JsonTree.read(written.get()).forEach((unit, count) -> units.put(unit, ((Number) count).longValue()));
        }
        return units;
    }

    /** What a call's row says that others than its provider bill. */
    static List<CallRecord.Charge> charges(ResultSet row) throws SQLException {
        Optional<String> written = Columns.maybeText(row, "charges");
        List<CallRecord.Charge> charges = new ArrayList<>();
        if (written.isPresent()
                && JsonTree.read("{\"all\":" + written.get() + "}").get("all") instanceof List<?> all) {
            for (Object one : all) {
                charges.add(charge((Map<?, ?>) one));
            }
        }
        return charges;
    }

    private static CallRecord.Charge charge(Map<?, ?> one) {
        Map<String, Long> units = new HashMap<>();
        if (one.get("units") instanceof Map<?, ?> used) {
            used.forEach((unit, count) -> units.put((String) unit, ((Number) count).longValue()));
        }
        return new CallRecord.Charge(
                String.valueOf(one.get("provider")),
                units,
                Optional.ofNullable(one.get("currency"))
                        .map(code -> new Money(
                                new BigDecimal(String.valueOf(one.get("cost"))), Currency.getInstance((String) code))),
                Permit.Counted.NOWHERE);
    }
}
