package dev.heir.integration.persistence;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.StaffKey;
import dev.heir.integration.access.StaffKeys;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.ProjectKey;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hashes of staff keys in PostgreSQL, and those that are good in memory. */
@Singleton
final class StaffKeyTable implements StaffKeys {

    private final Database database;
    private final Catalogue catalogue;
    private final Clock clock;
    private final View<Map<String, Good>> view;
    private final SecureRandom random = new SecureRandom();

    private record Good(ProjectKey.Hash hash, Actor actor, Optional<Instant> expiresAt) {}

    StaffKeyTable(Database database, Catalogue catalogue, Clock clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.clock = clock;
        this.view = new View<>(clock, () -> catalogue.revision(Catalogue.STAFF), this::load);
    }

    @Override
    public Optional<Actor> byKey(String key) {
        return StaffKey.parse(key).flatMap(shown -> Optional.ofNullable(
                        view.get().get(shown.prefix()))
                .filter(known -> known.hash.matches(shown.hash()))
                .filter(known -> known.expiresAt.map(clock.instant()::isBefore).orElse(true))
                .map(Good::actor));
    }

    @Override
    public StaffKey issue(String name, Role role, Optional<Duration> lifetime) {
        StaffKey key = StaffKey.make(random);
        database.transact(connection -> {
            catalogue.advance(connection, Catalogue.STAFF);
            return Database.update(
                    connection,
                    """
                    insert into staff_key (prefix, name, role, hash, expires_at)
                    values (?, ?, ?, ?, clock_timestamp() + ? * interval '1 second')
                    """,
                    key.prefix(),
                    name,
                    role.name(),
                    key.hash().bytes().bytes(),
                    lifetime.map(Duration::toSeconds).orElse(null));
        });
        view.forget();
        return key;
    }

    @Override
    public List<Known> all() {
        return database.list(
                row -> new Known(
                        row.getString(1),
                        row.getString(2),
                        Role.valueOf(row.getString(3)),
                        time(row, 4).orElseThrow(),
                        time(row, 5),
                        time(row, 6)),
                "select prefix, name, role, created_at, expires_at, revoked_at from staff_key order by created_at");
    }

    @Override
    public boolean revoke(String prefix) {
        boolean revoked = database.transact(connection -> {
            catalogue.advance(connection, Catalogue.STAFF);
            return Database.update(
                            connection,
                            "update staff_key set revoked_at = clock_timestamp() where prefix = ? and revoked_at is null",
                            prefix)
                    > 0;
        });
        view.forget();
        return revoked;
    }

    private Map<String, Good> load() {
        Map<String, Good> good = new HashMap<>();
        database.list(
                        row -> Map.entry(
                                row.getString(1),
                                new Good(
                                        new ProjectKey.Hash(Body.of(row.getBytes(4))),
                                        new Actor(
                                                row.getString(2), Role.valueOf(row.getString(3)), Actor.How.STAFF_KEY),
                                        time(row, 5))),
                        "select prefix, name, role, hash, expires_at from staff_key where revoked_at is null")
                .forEach(each -> good.put(each.getKey(), each.getValue()));
        return good;
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
