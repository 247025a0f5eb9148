package dev.heir.integration.persistence;

import dev.heir.integration.credential.PendingConnections;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Sign-ins under way in PostgreSQL; whoever comes takes his own out, and those that ran out with it. */
@Singleton
final class ConnectionRows implements PendingConnections {

    private final Database database;

    ConnectionRows(Database database) {
        this.database = database;
    }

    @Override
    public void begin(String stateHash, String credential, Body sealed, Duration lifetime) {
        database.update("""
                WITH over AS (DELETE FROM connection WHERE expires_at <= clock_timestamp())
                INSERT INTO connection (state_hash, credential, sealed, expires_at)
                VALUES (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
                """, stateHash, credential, sealed.bytes(), lifetime.toMillis());
    }

    @Override
    public Optional<Pending> take(String stateHash) {
        return database.first(
                row -> new Pending(row.getString("credential"), Body.of(row.getBytes("sealed"))),
                "DELETE FROM connection WHERE state_hash = ? AND expires_at > clock_timestamp() RETURNING credential, sealed",
                stateHash);
    }
}
