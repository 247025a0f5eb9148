package dev.heir.integration.persistence;

import dev.heir.integration.report.cost.BudgetWarnings;
import dev.heir.integration.report.cost.Owner;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Map;

/** The row of a budget and its month decides who opens the case; it outlives the case. */
@Singleton
final class BudgetWarningRows implements BudgetWarnings {

    private final Database database;

    BudgetWarningRows(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(Warning warning) {
        return database.transact(connection -> {
            int first = Database.update(
                    connection,
                    "INSERT INTO budget_warning (kind, owner, month) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    warning.owner().kind().name(),
                    warning.owner().id(),
                    warning.month().atDay(1));
            return first == 1 && openCase(connection, warning);
        });
    }

    /** With the call that spent last: a case belongs to one. */
    private static boolean openCase(Connection connection, Warning warning) throws SQLException {
        boolean ofProject = warning.owner().kind() == Owner.Kind.PROJECT;
        String column = ofProject ? "project" : "provider";
        String owner = warning.owner().id();
        String currency = warning.spent().currency().getCurrencyCode();
        // Of a call that another provider was asked for, the one that answered may bill alone.
        Map<String, String> charged =
                ofProject ? Map.of("currency", currency) : Map.of("currency", currency, "provider", owner);
        return Database.update(
                        connection,
                        """
                        INSERT INTO escalation (cause, pattern, symptom, triggers, project, provider, operation, occurrences,
                            first_call, first_dpr_id, recommendations, attempted)
                        SELECT ?, ?, ?, ARRAY[?], c.project, c.provider, c.operation, 0, c.id,
                            concat_ws('.', 'INTEGRATION', s.project, s.operation, s.tool, '20000',
                                lpad(c.step::text, greatest(3, length(c.step::text)), '0')),
                            to_jsonb(?), '[]'
                        FROM (
                            SELECT * FROM call
                            WHERE received_at >= ? AND received_at < ? AND (
                                %s = ? AND cost > 0 AND cost_currency = ?
                                OR ? IN (project, '') AND charges @> CAST(? AS jsonb))
                            ORDER BY received_at DESC LIMIT 1
                        ) c
                        JOIN dpr_step s ON s.series = c.series
                        """.formatted(column),
                        Stored.key(warning.cause()),
                        ErrorPattern.RATE_LIMITING.name(),
                        Symptom.USAGE_WARNING.name(),
                        EscalationTrigger.COST_THRESHOLD_EXCEEDED.name(),
                        connection.createArrayOf(
                                "text",
                                warning.recommendations().stream()
                                        .map(Stored::text)
                                        .toArray()),
                        warning.month().atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC),
                        warning.month().plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC),
                        owner,
                        currency,
                        ofProject ? owner : "",
                        "[" + JsonTree.write(charged) + "]")
                == 1;
    }
}
