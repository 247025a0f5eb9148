package dev.heir.integration.persistence;

import dev.heir.integration.provider.Money;
import dev.heir.integration.report.Activity;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Counts of the ledger. */
@Singleton
final class ActivityRows implements Activity {

    private final Database database;

    ActivityRows(Database database) {
        this.database = database;
    }

    @Override
    public List<Traffic> since(Instant from) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    SELECT project, provider, cost_currency, count(*) AS calls,
                        count(*) FILTER (WHERE source IN ('LIVE', 'ALTERNATIVE_ENDPOINT')) AS live,
                        count(*) FILTER (WHERE source IN ('FALLBACK_PROVIDER', 'CACHED', 'STALE', 'DEGRADED')) AS other,
                        count(*) FILTER (WHERE source = 'DEFERRED') AS deferred,
                        count(*) FILTER (WHERE source = 'SKIPPED') AS skipped,
                        count(*) FILTER (WHERE source IS NULL) AS unanswered,
                        count(*) FILTER (WHERE symptom IN ('HTTP_429', 'RATE_LIMIT_EXCEEDED', 'QUOTA_EXCEEDED',
                            'THROTTLING_ACTIVE')) AS limited,
                        sum(cost) AS cost, max(received_at) AS last
                    FROM call WHERE received_at >= ?
                    GROUP BY project, provider, cost_currency ORDER BY project, provider, cost_currency
                    """)) {
                statement.setObject(1, Columns.time(from));
                List<Traffic> traffic = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        traffic.add(new Traffic(
                                row.getString("project"),
                                row.getString("provider"),
                                row.getLong("calls"),
                                row.getLong("live"),
                                row.getLong("other"),
                                row.getLong("deferred"),
                                row.getLong("skipped"),
                                row.getLong("unanswered"),
                                row.getLong("limited"),
                                cost(row),
                                Columns.instant(row, "last")));
                    }
                }
                return traffic;
            }
        });
    }

    @Override
    public Known known() {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                            SELECT (SELECT count(*) FROM error_signature) AS signatures,
                                (SELECT coalesce(sum(tries), 0) FROM remedy_outcome) AS outcomes,
                                count(*) AS resolutions, count(lesson_recorded_at) AS lessons
                            FROM resolution
                            """);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Known(
                        row.getLong("signatures"),
                        row.getLong("outcomes"),
                        row.getLong("resolutions"),
                        row.getLong("lessons"));
            }
        });
    }

    private static Optional<Money> cost(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("cost");
        Optional<String> currency = Columns.maybeText(row, "cost_currency");
        return amount == null ? Optional.empty() : currency.map(code -> new Money(amount, Currency.getInstance(code)));
    }
}
