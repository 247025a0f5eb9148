package dev.heir.integration.persistence;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Money;
import dev.heir.integration.report.cost.Owner;
import dev.heir.integration.report.cost.Spending;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums of money and units, read from those that the ledger keeps by the day. */
@Singleton
final class SpendingRows implements Spending {

    private final Database database;

    SpendingRows(Database database) {
        this.database = database;
    }

    @Override
    public List<Spent> page(YearMonth month, Filter filter, Optional<String> after, int most) {
        @Nullable String[] last = after.map(SpendingRows::position).orElseGet(() -> new @Nullable String[3]);
        return database.list(
                row -> new Spent(
                        row.getString("project"),
                        row.getString("provider"),
                        Optional.of(row.getString("currency")).filter(code -> !code.isEmpty()),
                        row.getLong("calls"),
                        row.getBigDecimal("cost")),
                """
                SELECT project, provider, currency, sum(calls) AS calls, sum(cost) AS cost FROM spend
                WHERE day >= ? AND day < ? AND (?::text IS NULL OR project = ?) AND (?::text IS NULL OR provider = ?)
                    AND (?::text IS NULL OR (project, provider, currency) > (?, ?, ?))
                GROUP BY project, provider, currency ORDER BY project, provider, currency LIMIT ?
                """,
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                filter.project().orElse(null),
                filter.project().orElse(null),
                filter.provider().orElse(null),
                filter.provider().orElse(null),
                last[0],
                last[0],
                last[1],
                last[2],
                most);
    }

    @Override
    public List<Day> days(Collection<Owner> owners, LocalDate from) {
        return ofEach(
                owners,
                (kind, column, connection) -> Database.list(
                        connection,
                        row -> new Day(
                                new Owner(kind, row.getString("id")), row.getObject("day", LocalDate.class), cost(row)),
                        """
                SELECT %1$s AS id, day, currency, sum(cost) AS cost FROM spend
                WHERE %1$s = ANY (?) AND day >= ? AND currency <> ''
                GROUP BY %1$s, day, currency ORDER BY %1$s, day, currency
                """.formatted(column),
                        ids(connection, owners, kind),
                        from));
    }

    @Override
    public List<Total> totals(Collection<Owner> owners, YearMonth month) {
        return ofEach(
                owners,
                (kind, column, connection) -> Database.list(
                        connection,
                        row -> new Total(new Owner(kind, row.getString("id")), cost(row)),
                        """
                SELECT %1$s AS id, currency, sum(cost) AS cost FROM spend
                WHERE %1$s = ANY (?) AND day >= ? AND day < ? AND currency <> ''
                GROUP BY %1$s, currency ORDER BY %1$s, currency
                """.formatted(column),
                        ids(connection, owners, kind),
                        month.atDay(1),
                        month.plusMonths(1).atDay(1)));
    }

    @Override
    public List<Units> units(Collection<String> providers, YearMonth month) {
        return database.read(connection -> Database.list(
                connection,
                row -> new Units(
                        row.getString("project"),
                        row.getString("provider"),
                        row.getString("unit"),
                        row.getLong("units")),
                """
                SELECT project, provider, unit, sum(units) AS units FROM spend_unit
                WHERE provider = ANY (?) AND day >= ? AND day < ? GROUP BY project, provider, unit
                """,
                connection.createArrayOf("text", providers.toArray()),
                month.atDay(1),
                month.plusMonths(1).atDay(1)));
    }

    @Override
    public List<Repeated> repeated(Collection<String> providers, LocalDate from) {
        return database.read(connection -> Database.list(
                connection,
                row -> new Repeated(
                        row.getString("project"),
                        row.getString("provider"),
                        row.getString("operation"),
                        Duration.ofSeconds(row.getLong("kept_seconds")),
                        row.getLong("calls"),
                        row.getLong("repeats"),
                        row.getString("currency").isEmpty() ? Optional.empty() : Optional.of(cost(row))),
                """
                SELECT project, provider, operation, kept_seconds, currency, sum(calls) AS calls, sum(repeats) AS repeats,
                    sum(cost) AS cost
                FROM repeated_call WHERE provider = ANY (?) AND day >= ?
                GROUP BY project, provider, operation, kept_seconds, currency
                """,
                connection.createArrayOf("text", providers.toArray()),
                from));
    }

    @Override
    public List<Together> together(Collection<String> providers, LocalDate from) {
        return database.read(connection -> Database.list(
                connection,
                row -> new Together(
                        row.getString("project"),
                        row.getString("provider"),
                        row.getString("operation"),
                        Duration.ofSeconds(row.getLong("slot_seconds")),
                        row.getLong("together"),
                        row.getLong("slots"),
                        cost(row)),
                """
                SELECT project, provider, operation, slot_seconds, together, currency, sum(slots) AS slots,
                    min(least_cost) AS cost
                FROM call_together WHERE provider = ANY (?) AND day >= ?
                GROUP BY project, provider, operation, slot_seconds, together, currency
                """,
                connection.createArrayOf("text", providers.toArray()),
                from));
    }

    private interface Query<T> {
        List<T> run(Owner.Kind kind, String column, Connection connection) throws SQLException;
    }

    private <T> List<T> ofEach(Collection<Owner> owners, Query<T> query) {
        return database.read(connection -> {
            List<T> found = new ArrayList<>();
            for (Owner.Kind kind : Owner.Kind.values()) {
                if (owners.stream().anyMatch(owner -> owner.kind() == kind)) {
                    found.addAll(query.run(kind, kind == Owner.Kind.PROJECT ? "project" : "provider", connection));
                }
            }
            return found;
        });
    }

    private static Array ids(Connection connection, Collection<Owner> owners, Owner.Kind kind) throws SQLException {
        return connection.createArrayOf(
                "text",
                owners.stream()
                        .filter(owner -> owner.kind() == kind)
                        .map(Owner::id)
                        .toArray());
    }

    private static Money cost(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("cost");
        return new Money(amount, Currency.getInstance(row.getString("currency"))).stripped();
    }

    private static @Nullable String[] position(String cursor) {
        String[] parts = cursor.split(" ", -1);
        if (parts.length != 3) {
            throw new InvalidInput("cursor", cursor, "must be the 'next' of an earlier page");
        }
        return parts;
    }
}
