package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.call.Lifting;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the fleet keeps away from a provider for, taken back in one transaction with its line of the audit log. */
@Singleton
final class LiftedRows implements Lifting {

    private final Database database;
    private final PostgresFleet fleet;
    private final Acting acting;

    LiftedRows(Database database, PostgresFleet fleet, Acting acting) {
        this.database = database;
        this.fleet = fleet;
        this.acting = acting;
    }

    @Override
    public Lifted lift(String provider) {
        Lifted lifted = database.transact(connection -> {
            Lifted changed = new Lifted(targets(connection, provider), throttles(connection, provider));
            if (!changed.targets().isEmpty() || changed.throttles() > 0) {
                Doer.tell(connection, acting);
                tell(connection, provider, changed);
            }
            return changed;
        });
        fleet.forget();
        return lifted;
    }

    private static List<String> targets(Connection connection, String provider) throws SQLException {
        List<String> targets = new ArrayList<>();
        try (PreparedStatement statement = Database.prepared(connection, """
                UPDATE circuit SET state = 'CLOSED', since = clock_timestamp(), asked_until = NULL
                WHERE provider = ? AND state <> 'CLOSED'
                RETURNING target
                """, provider);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                targets.add(rows.getString(1));
            }
        }
        return targets;
    }

    private static int throttles(Connection connection, String provider) throws SQLException {
        return Database.update(
                connection, "DELETE FROM throttle WHERE provider = ? AND until > clock_timestamp()", provider);
    }

    /** These tables change by themselves all the time, so that no trigger writes of them. */
    private static void tell(Connection connection, String provider, Lifted lifted) throws SQLException {
        var _ = Database.update(
                connection,
                """
                INSERT INTO audit (actor, role, how, source, action, kind, object, before)
                SELECT doer ->> 'name', doer ->> 'role', doer ->> 'how', doer ->> 'source', 'LIFT', 'provider', ?,
                    CAST(? AS jsonb)
                FROM CAST(current_setting('integration.actor') AS jsonb) AS doer
                """,
                provider,
                JsonTree.write(Map.of("circuits", lifted.targets(), "throttles", lifted.throttles())));
    }
}
