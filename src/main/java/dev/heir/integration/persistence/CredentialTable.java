package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.credential.CredentialVault;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Sealed credentials in PostgreSQL, and the lease by which one instance at a time gets a new token. */
@Singleton
final class CredentialTable implements CredentialVault {

    /** Somebody waits for a token at another instance: a twentieth of a second more is not felt beside its request. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final String SELECT = """
            SELECT id, kind, version, sealed, token, token_version, token_expires_at, refresh_after, retry_after, refused,
                failures, granted_at
            FROM credential
            """;

    private final Database database;
    private final Acting acting;
    private final Clock clock;
    private final View<Map<String, Entry>> view;
    private Map<String, Entry> loaded = Map.of(); // touched by the view's one refreshing caller only

    CredentialTable(Database database, Acting acting, Clock clock) {
        this.database = database;
        this.acting = acting;
        this.clock = clock;
        this.view = new View<>(clock, this::revision, this::load);
    }

    @Override
    public Map<String, Entry> all() {
        return view.get();
    }

    @Override
    public Optional<Entry> current(String id) {
        return database.first(CredentialTable::entry, SELECT + "WHERE id = ?", id);
    }

    @Override
    public void awaitChange(String id, long tokenVersion, Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        while (clock.instant().isBefore(end) && isLeased(id, tokenVersion)) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public List<Entry> page(Optional<String> after, int size) {
        return database.list(
                CredentialTable::entry, SELECT + "WHERE id > ? ORDER BY id LIMIT ?", after.orElse(""), size);
    }

    @Override
    public boolean put(String id, String kind, Body sealed) {
        // Whoever asks for a token with the old settings must not store it for the new ones: another version.
        boolean isNew = database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.first(
                            connection, row -> row.getBoolean(1), """
                        INSERT INTO credential AS c (id, kind, version, sealed) VALUES (?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET
                            kind = excluded.kind, version = excluded.version, sealed = excluded.sealed,
                            token = NULL, token_version = c.token_version + 1, token_expires_at = NULL,
                            refresh_after = NULL, lease_holder = NULL, lease_until = NULL, retry_after = NULL,
                            refused = NULL, exchange_began = NULL, in_doubt = false, failures = 0, granted_at = NULL,
                            token_lease = NULL, token_base = NULL,
                            updated_at = clock_timestamp()
                        RETURNING xmax = 0
                        """, id, kind, advance(connection), sealed.bytes())
                    .orElseThrow();
        });
        view.forget();
        return isNew;
    }

    @Override
    public boolean remove(String id) {
        boolean removed = database.transact(connection -> {
            Doer.tell(connection, acting);
            advance(connection);
            return Database.update(connection, "DELETE FROM credential WHERE id = ?", id) == 1;
        });
        view.forget();
        return removed;
    }

    /** One atomic statement: of all who try, the row's lock lets one through. The catalogue does not move for a lease. */
    @Override
    public Optional<Lease> lease(String id, long tokenVersion, UUID holder, Duration time) {
        return database.first(
                row -> new Lease(row.getLong("lease_number"), row.getBoolean("in_doubt")),
                """
                UPDATE credential
                SET lease_holder = ?, lease_until = clock_timestamp() + ? * interval '1 millisecond',
                    lease_number = lease_number + 1,
                    in_doubt = in_doubt OR exchange_began IS NOT NULL, exchange_began = clock_timestamp()
                WHERE id = ? AND token_version = ? AND refused IS NULL
                    AND (lease_until IS NULL OR lease_until <= clock_timestamp())
                    AND (retry_after IS NULL OR retry_after <= clock_timestamp())
                RETURNING lease_number, in_doubt
                """,
                holder,
                time.toMillis(),
                id,
                tokenVersion);
    }

    @Override
    public boolean store(String id, long tokenVersion, long lease, Granted granted) {
        return changed(connection -> {
            int stored = Database.update(
                    connection,
                    """
                    UPDATE credential
                    SET token = ?, token_version = token_version + 1, granted_at = clock_timestamp(),
                        token_expires_at = clock_timestamp() + ? * interval '1 millisecond',
                        refresh_after = clock_timestamp() + ? * interval '1 millisecond',
                        retry_after = clock_timestamp() + ? * interval '1 millisecond',
                        refused = NULL, failures = 0, in_doubt = false, exchange_began = NULL,
                        token_base = ?, token_lease = ?, version = ?, lease_holder = NULL, lease_until = NULL, updated_at = clock_timestamp()
                    WHERE id = ? AND (token_version = ? OR (token_base = ? AND token_lease < ?))
                    """,
                    granted.token().bytes(),
                    granted.lifetime().toMillis(),
                    granted.refreshAfter().toMillis(),
                    granted.pause().toMillis(),
                    tokenVersion,
                    lease,
                    advance(connection),
                    id,
                    tokenVersion,
                    tokenVersion,
                    lease);
            if (stored == 1) {
                CredentialCases.close(connection, id);
            }
            return stored == 1;
        });
    }

    @Override
    public void fail(String id, UUID holder, Failure failure) {
        changed(connection -> Database.update(
                        connection, """
                        UPDATE credential
                        SET retry_after = clock_timestamp() + ? * interval '1 millisecond', failures = failures + 1,
                            in_doubt = in_doubt OR ?, exchange_began = NULL,
                            version = ?, lease_holder = NULL, lease_until = NULL, updated_at = clock_timestamp()
                        WHERE id = ? AND lease_holder = ?
                        """, failure.pause().toMillis(), failure.inDoubt(), advance(connection), id, holder)
                == 1);
    }

    @Override
    public void refuse(String id, UUID holder, String reason) {
        changed(connection -> {
            Optional<Boolean> inDoubt = Database.first(
                    connection, row -> row.getBoolean("in_doubt"), """
                    UPDATE credential
                    SET refused = ?, failures = failures + 1, exchange_began = NULL,
                        version = ?, lease_holder = NULL, lease_until = NULL, updated_at = clock_timestamp()
                    WHERE id = ? AND lease_holder = ?
                    RETURNING in_doubt
                    """, reason, advance(connection), id, holder);
            if (inDoubt.isPresent()) {
                CredentialCases.open(connection, id, reason, inDoubt.get());
            }
            return inDoubt.isPresent();
        });
    }

    private boolean changed(Database.Work<Boolean> change) {
        boolean done = database.transact(change);
        view.forget();
        return done;
    }

    private boolean isLeased(String id, long tokenVersion) {
        return database.first(
                        row -> true,
                        "SELECT FROM credential WHERE id = ? AND token_version = ? AND lease_until > clock_timestamp()",
                        id,
                        tokenVersion)
                .isPresent();
    }

    private long revision() {
        return database.first(
                        row -> row.getLong(1), "SELECT revision FROM catalogue WHERE name = ?", Catalogue.CREDENTIALS)
                .orElseThrow();
    }

    /** Inside a transaction, and before the row itself: its row is locked until the commit, so numbers follow commits. */
    private static long advance(Connection connection) throws SQLException {
        return Database.first(
                        connection,
                        row -> row.getLong(1),
                        "UPDATE catalogue SET revision = revision + 1 WHERE name = ? RETURNING revision",
                        Catalogue.CREDENTIALS)
                .orElseThrow();
    }

    /** Only what changed: a token more must not cost every instance the reading of all of them. */
    private Map<String, Entry> load() {
        Map<String, Entry> before = loaded;
        long newest = before.values().stream().mapToLong(Entry::version).max().orElse(0);
        Map<String, Entry> entries = new TreeMap<>(before);
        database.list(CredentialTable::entry, SELECT + "WHERE version > ?", newest)
                .forEach(entry -> entries.put(entry.id(), entry));
        entries.keySet().retainAll(database.list(row -> row.getString(1), "SELECT id FROM credential"));
        loaded = Collections.unmodifiableMap(entries);
        return loaded;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        byte[] token = row.getBytes("token");
        return new Entry(
                row.getString("id"),
                row.getString("kind"),
                row.getLong("version"),
                Body.of(row.getBytes("sealed")),
                new Token(
                        row.getLong("token_version"),
                        token == null ? Optional.empty() : Optional.of(Body.of(token)),
                        Columns.maybeInstant(row, "token_expires_at"),
                        Columns.maybeInstant(row, "refresh_after"),
                        Columns.maybeInstant(row, "retry_after"),
                        Columns.maybeText(row, "refused"),
                        row.getInt("failures"),
                        Columns.maybeInstant(row, "granted_at")));
    }
}
