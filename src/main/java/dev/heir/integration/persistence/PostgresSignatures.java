package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.call.Signatures;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Counts signatures where they are recorded, in the ledger itself. */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresSignatures implements Signatures {

    private final AgroalDataSource database;

    @Inject
    PostgresSignatures(AgroalDataSource database) {
        this.database = database;
    }

    /** Stops counting at 1,000: in a long outage the question 'twice?' must not cost more each time. */
    @Override
    public int timesSeen(String signature, Duration window) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        SELECT count(*) FROM (
                            SELECT 1 FROM call
                            WHERE signature = ? AND received_at > now() - ? * interval '1 microsecond' LIMIT 1000) AS c
                        """)) {
            statement.setString(1, Stored.key(signature));
            statement.setLong(2, window.toNanos() / 1000);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable("signatures cannot be counted", e);
        }
    }
}
