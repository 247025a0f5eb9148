package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.monitor.MonitorSecrets;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Sealed secrets of monitors in PostgreSQL, by whose clock they end. */
@Singleton
final class MonitorSecretTable implements MonitorSecrets {

    /** Signatures are headers: whoever rotates again and again within the overlap ends the oldest. */
    private static final int MOST = 4;

    private final Database database;
    private final Acting acting;

    MonitorSecretTable(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    @Override
    public boolean keepFirst(String monitor, UUID id, Body sealed) {
        return database.transact(connection -> locked(connection, monitor)
                && Database.update(connection, """
                        INSERT INTO monitor_secret (id, monitor, sealed) SELECT ?, ?, ?
                        WHERE NOT EXISTS (SELECT FROM monitor_secret WHERE monitor = ? AND ends_at IS NULL)
                        """, id, monitor, sealed.bytes(), monitor) == 1);
    }

    @Override
    public boolean keepNext(String monitor, UUID id, Body sealed, Duration overlap) {
        return database.transact(connection -> {
            if (!locked(connection, monitor)) {
                return false;
            }
            var _ = Database.update(connection, """
                    UPDATE monitor_secret SET ends_at = clock_timestamp() + ? * interval '1 microsecond'
                    WHERE monitor = ? AND ends_at IS NULL
                    """, HostClockTable.micros(overlap), monitor);
            var _ = Database.update(connection, """
                    DELETE FROM monitor_secret WHERE monitor = ? AND (ends_at <= clock_timestamp() OR id NOT IN (
                        SELECT id FROM monitor_secret WHERE monitor = ? ORDER BY made_at DESC, id LIMIT ?))
                    """, monitor, monitor, MOST - 1);
            return Database.update(
                            connection,
                            "INSERT INTO monitor_secret (id, monitor, sealed) VALUES (?, ?, ?)",
                            id,
                            monitor,
                            sealed.bytes())
                    == 1;
        });
    }

    @Override
    public List<Body> signing(String monitor) {
        return database.list(row -> Body.of(row.getBytes(1)), """
                SELECT sealed FROM monitor_secret
                WHERE monitor = ? AND (ends_at IS NULL OR ends_at > clock_timestamp()) ORDER BY made_at DESC, id
                """, monitor);
    }

    /** Of two who make one at the same moment the second sees the first one's. */
    private boolean locked(Connection connection, String monitor) throws SQLException {
        Doer.tell(connection, acting);
        return Database.first(connection, _ -> true, "SELECT FROM monitor WHERE id = ? FOR NO KEY UPDATE", monitor)
                .isPresent();
    }
}
