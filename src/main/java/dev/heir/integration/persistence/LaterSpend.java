package dev.heir.integration.persistence;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.quota.Permit;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the finishing of a deferred call cost, beside what its row and the day's sums have already. */
final class LaterSpend {

    private LaterSpend() {}

    /**
     * Attempts that were made are paid for, also those of an instance that came late. Where the price's currency was
     * changed in between, one row cannot hold both: the new cost stays, and the sums follow the row.
     */
    static void add(Connection connection, CallRecord call, OffsetDateTime receivedAt) throws SQLException {
        CallRecord.Use use = call.use();
        if (call.cost().isEmpty() && use.units().isEmpty() && use.others().isEmpty()) {
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
        Charged after = before.plus(call.cost(), use.units());
        Database.update(
                connection,
                """
                UPDATE call SET cost = ?, cost_currency = ?, units = CAST(? AS jsonb),
                    charges = nullif(coalesce(charges, '[]') || CAST(? AS jsonb), '[]')
                WHERE id = ? AND received_at = ?
                """,
                after.cost.map(Money::amount).orElse(null),
                after.cost.map(cost -> cost.currency().getCurrencyCode()).orElse(null),
                after.units.isEmpty() ? null : JsonTree.write(new TreeMap<>(after.units)),
                LedgerDocument.charges(use.others()),
                call.id(),
                receivedAt);
        LocalDate day = LocalDate.ofInstant(use.sentAt().orElseGet(receivedAt::toInstant), ZoneOffset.UTC);
        for (Line line : lines(call, before, after)) {
            line.add(connection, day, before.project);
        }
        Map<String, Map<String, Long>> units = new TreeMap<>(Map.of(before.provider, use.units()));
        use.others().forEach(other -> units.put(other.provider(), other.units()));
        for (Map.Entry<String, Map<String, Long>> used : units.entrySet()) {
            for (Map.Entry<String, Long> unit : new TreeMap<>(used.getValue()).entrySet()) {
                Database.update(connection, """
                    INSERT INTO spend_unit AS s (provider, day, project, unit, units) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (provider, day, project, unit) DO UPDATE SET units = s.units + excluded.units
                    """, used.getKey(), day, before.project, unit.getKey(), unit.getValue());
            }
        }
    }

    /** In the order in which everybody locks them. */
    private static List<Line> lines(CallRecord call, Charged before, Charged after) {
        List<Line> lines = new ArrayList<>();
        after.minus(before).forEach((currency, sum) -> {
            Optional<Money> added =
                    call.cost().filter(cost -> cost.currency().getCurrencyCode().equals(currency));
            lines.add(new Line(
                    before.provider,
                    currency,
                    sum,
                    added.map(Money::amount).orElse(BigDecimal.ZERO),
                    added.isPresent() ? call.use().counted() : Permit.Counted.NOWHERE));
        });
        for (CallRecord.Charge other : call.use().others()) {
            Sum sum = Sum.of(other.cost(), other.units());
            lines.add(new Line(other.provider(), Charged.code(other.cost()), sum, sum.cost, other.counted()));
        }
        lines.sort(Comparator.comparing(Line::provider).thenComparing(Line::currency));
        return lines;
    }

    /** @param counted of its cost, by the budgets' limiters */
    private record Line(String provider, String currency, Sum sum, BigDecimal counted, Permit.Counted by) {

        void add(Connection connection, LocalDate day, String project) throws SQLException {
            Database.update(
                    connection,
                    """
                    INSERT INTO spend AS s (provider, day, project, currency, calls, cost,
                        project_limiter, project_counted, provider_limiter, provider_counted)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (provider, day, project, currency) DO UPDATE SET %s
                    """.formatted(SpendRows.SUMS),
                    provider,
                    day,
                    project,
                    currency,
                    sum.calls,
                    sum.cost,
                    by.byProject(),
                    by.byProject() > 0 ? counted : BigDecimal.ZERO,
                    by.byProvider(),
                    by.byProvider() > 0 ? counted : BigDecimal.ZERO);
        }
    }

    private record Sum(long calls, BigDecimal cost) {

        static Sum of(Optional<Money> cost, Map<String, Long> units) {
            return new Sum(
                    units.getOrDefault(PriceModel.CALLS, 0L),
                    cost.map(Money::amount).orElse(BigDecimal.ZERO));
        }

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
            return code(cost);
        }

        static String code(Optional<Money> cost) {
            return cost.map(money -> money.currency().getCurrencyCode()).orElse("");
        }

        private Sum sum() {
            return Sum.of(cost, units);
        }
    }
}
