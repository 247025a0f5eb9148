package dev.heir.integration.persistence;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.call.ParkedCalls;
import dev.heir.integration.provider.Tier;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Parked calls in PostgreSQL, taken under a lease. */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
class PostgresParkedCalls implements ParkedCalls {

    private final AgroalDataSource database;

    @Inject
    PostgresParkedCalls(AgroalDataSource database) {
        this.database = database;
    }

    /** A lease that ran out was held by someone who was not heard of since: that one may have sent. */
    @Override
    public List<ParkedCall> take(int most, Duration lease) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        UPDATE parked_call AS p SET
                            tries = p.tries + 1,
                            send_began = p.send_began OR p.lease_until IS NOT NULL,
                            lease_until = clock_timestamp() + ? * interval '1 millisecond'
                        FROM (
                            SELECT call FROM parked_call
                            WHERE not_before <= clock_timestamp()
                                AND (lease_until IS NULL OR lease_until <= clock_timestamp())
                            ORDER BY not_before LIMIT ? FOR UPDATE SKIP LOCKED
                        ) AS due
                        WHERE p.call = due.call
                        RETURNING p.call, p.project, p.request, p.body, p.tier, p.not_before, p.tries - 1 AS tries,
                            p.send_began
                        """)) {
            statement.setLong(1, lease.toMillis());
            statement.setInt(2, most);
            List<ParkedCall> taken = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    taken.add(parked(row));
                }
            }
            taken.sort(Comparator.comparing(ParkedCall::notBefore));
            return List.copyOf(taken);
        } catch (SQLException e) {
            throw new LedgerUnavailable("parked calls cannot be taken", e);
        }
    }

    @Override
    public void putBack(UUID call, Instant notBefore) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        UPDATE parked_call SET lease_until = NULL, not_before = greatest(not_before, ?) WHERE call = ?
                        """)) {
            statement.setObject(1, notBefore.atOffset(ZoneOffset.UTC));
            statement.setObject(2, call);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LedgerUnavailable("call " + call + " cannot be parked again", e);
        }
    }

    private static ParkedCall parked(ResultSet row) throws SQLException {
        return new ParkedCall(
                row.getObject("call", UUID.class),
                row.getString("project"),
                RequestDocument.read(row.getString("request"), row.getBytes("body")),
                Tier.valueOf(row.getString("tier")),
                row.getObject("not_before", OffsetDateTime.class).toInstant(),
                row.getInt("tries"),
                row.getBoolean("send_began"));
    }
}
