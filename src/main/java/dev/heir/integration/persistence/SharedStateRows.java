package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Granted;
import dev.heir.integration.quota.Shared;
import dev.heir.integration.quota.SharedStates;
import dev.heir.integration.quota.Spent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the fleet shares of each scope, in PostgreSQL.
 *
 * <p>Where nobody else changed a scope since this instance did, one statement changes it again: it names the version
 * that it was worked out from. Otherwise the row is locked, so that under contention instances queue and each gets
 * through, instead of failing each other for ever.
 */
@ApplicationScoped
@Transactional(TxType.NOT_SUPPORTED)
@RegisterForReflection(
        targets = {
            Shared.class,
            Shared.Limited.class,
            Shared.Slot.class,
            Shared.Lease.class,
            Shared.Claim.class,
            Shared.Learnt.class,
            Shared.Stated.class,
            Shared.Beside.class
        })
class SharedStateRows implements SharedStates {

    /** The clock is compared as well: after a failover to a server whose clock is behind, now is worked out anew. */
    private static final String CHANGE = """
            WITH mine AS (
                UPDATE quota_scope SET version = gen_random_uuid(), state = ?::jsonb, updated_at = clock_timestamp()
                WHERE scope = ? AND version = ?
                  AND clock_timestamp() >= timestamptz 'epoch' + ? * interval '1 microsecond'
                RETURNING version)
            SELECT clock_timestamp() AS now, (SELECT version FROM mine) AS version
            """;

    private static final String LOCK = """
            SELECT state, clock_timestamp() AS now FROM quota_scope WHERE scope = ? FOR UPDATE
            """;

    private final Database database;
    private final ObjectMapper json;
    private final FleetClock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    @Inject
    SharedStateRows(Database database, ObjectMapper json, FleetClock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    private record Known(UUID version, Shared state) {}

    private record Locked(UUID version, Granted granted) {}

    @Override
    public Granted change(String scope, Transition transition) {
        Known last = known.get(scope);
        if (last != null) {
            Optional<Granted> done = database.read(connection -> changed(connection, scope, last, transition));
            if (done.isPresent()) {
                return done.get();
            }
        }
        Locked done = database.transact(connection -> locked(connection, scope, transition));
        known.put(scope, new Known(done.version(), done.granted().after())); // not before it is committed
        return done.granted();
    }

    @Override
    public Optional<Spent> spent(String scope) {
        return BudgetRows.spent(database, scope);
    }

    @Override
    public Shared read(String scope) {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT state FROM quota_scope WHERE scope = ?")) {
                select.setString(1, scope);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? read(row) : Shared.NEW;
                }
            }
        });
    }

    @Override
    public List<Named> page(Optional<String> provider, Optional<String> after, int size) {
        String id = provider.orElse("");
        return database.list(
                row -> new Named(row.getString("scope"), read(row)),
                """
                SELECT scope, state FROM quota_scope
                WHERE (? = '' OR scope = ? OR starts_with(scope, ? || '#') OR starts_with(scope, ? || '/')
                       OR starts_with(scope, ? || ':') OR starts_with(scope, 'budget:provider:' || ? || ':'))
                  AND scope > ?
                ORDER BY scope LIMIT ?
                """,
                id,
                id,
                id,
                id,
                id,
                id,
                after.orElse(""),
                size);
    }

    private Optional<Granted> changed(Connection connection, String scope, Known last, Transition transition)
            throws SQLException {
        var now = clock.now();
        Granted granted = transition.apply(last.state(), now);
        if (now.isVague() && granted.refusal().isPresent()) {
            return Optional.empty(); // under the lock the clock is read first
        }
        FleetClock.Shown asked = clock.asked();
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setString(1, SharedDocument.of(granted.after()));
            change.setString(2, scope);
            change.setObject(3, last.version());
            change.setLong(4, now.earliestMicros());
            try (ResultSet row = change.executeQuery()) {
                row.next();
                clock.read(asked, Columns.instant(row, "now"));
                UUID version = row.getObject("version", UUID.class);
                if (version == null) {
                    known.remove(scope, last);
                    return Optional.empty();
                }
                known.put(scope, new Known(version, granted.after()));
                return Optional.of(granted);
            }
        }
    }

    private Locked locked(Connection connection, String scope, Transition transition) throws SQLException {
        Optional<Granted> there = underLock(connection, scope, transition);
        if (there.isEmpty()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO quota_scope (scope, version, state) VALUES (?, gen_random_uuid(), ?::jsonb) ON CONFLICT DO NOTHING")) {
                insert.setString(1, scope);
                insert.setString(2, SharedDocument.of(Shared.NEW));
                insert.executeUpdate();
            }
            there = underLock(connection, scope, transition);
        }
        Granted granted = there.orElseThrow(() -> new SQLException("scope " + scope + " was deleted meanwhile"));
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE quota_scope SET version = gen_random_uuid(), state = ?::jsonb, updated_at = clock_timestamp()
                WHERE scope = ?
                RETURNING version
                """)) {
            update.setString(1, SharedDocument.of(granted.after()));
            update.setString(2, scope);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return new Locked(row.getObject("version", UUID.class), granted);
            }
        }
    }

    /** Empty when nobody ever asked. */
    private Optional<Granted> underLock(Connection connection, String scope, Transition transition)
            throws SQLException {
        FleetClock.Shown asked = clock.asked();
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, scope);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                clock.read(asked, Columns.instant(row, "now"));
                return Optional.of(transition.apply(read(row), clock.now()));
            }
        }
    }

    private Shared read(ResultSet row) throws SQLException {
        try {
            JsonNode state = json.readTree(row.getString("state"));
            return SharedReading.isKnown(state) ? SharedReading.read(state) : json.treeToValue(state, Shared.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("quota_scope.state is not of this version's form", unreadable);
        }
    }
}
