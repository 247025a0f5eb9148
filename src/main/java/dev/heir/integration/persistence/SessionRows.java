package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.access.Person;
import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.Sessions;
import dev.heir.integration.access.Visit;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sessions by the hashes of what browsers show, by the database's clock. They are read for each request, so that one that has
 * ended has ended everywhere: people ask seldom. Those that are over are known as such for a month.
 */
@Singleton
final class SessionRows implements Sessions {

    private static final String COLUMNS =
            "id, issuer, subject, name, role_values, begun_at, seen_at, ends_at, id_token";

    private static final String LIVING =
            "ended_at is null and ends_at > clock_timestamp() and seen_at > clock_timestamp() - ? * interval '1 second'";

    private final Database database;
    private final Acting acting;

    SessionRows(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    @Override
    public void begin(SessionKey key, Person person, Visit visit, Lifetime lifetime, Body idToken) {
        database.transact(connection -> {
            Doer.tell(connection, () -> visit);
            Database.update(connection, "delete from session where begun_at < clock_timestamp() - interval '30 days'");
            Array values = connection.createArrayOf("text", person.values().toArray());
            Database.update(connection, """
                    update session set ended_at = clock_timestamp()
                    where issuer = ? and subject = ? and ended_at is null and not (role_values @> ? and role_values <@ ?)
                    """, person.issuer().toString(), person.subject(), values, values);
            return Database.update(
                    connection,
                    """
                    insert into session (hash, issuer, subject, name, role, role_values, id_token, begun_at, seen_at, ends_at)
                    values (?, ?, ?, ?, ?, ?, ?, statement_timestamp(), statement_timestamp(),
                        statement_timestamp() + ? * interval '1 second')
                    """,
                    key.hash().bytes().bytes(),
                    person.issuer().toString(),
                    person.subject(),
                    person.name(),
                    visit.actor().role().name(),
                    values,
                    idToken.bytes(),
                    lifetime.longest().toSeconds());
        });
    }

    @Override
    public Found find(SessionKey key, Duration idle) {
        byte[] hash = key.hash().bytes().bytes();
        Optional<Read> read = database.first(
                row -> new Read(
                        row.getBoolean(10) ? new Found.Living(session(row)) : new Found.Over(), row.getBoolean(11)),
                "select " + COLUMNS + ", " + LIVING + ", seen_at < clock_timestamp() - interval '1 minute' from session"
                        + " where hash = ?",
                idle.toSeconds(),
                hash);
        read.filter(Read::isOldNews)
                .map(Read::found)
                .filter(Found.Living.class::isInstance)
                .ifPresent(_ -> database.update("update session set seen_at = clock_timestamp() where hash = ?", hash));
        return read.map(Read::found).orElseGet(Found.Nobodys::new);
    }

    /** @param isOldNews whether it was written more than a minute ago: that is often enough to know who is idle */
    private record Read(Found found, boolean isOldNews) {}

    @Override
    public boolean end(UUID id) {
        return ended("id = ?", id) > 0;
    }

    @Override
    public int endAll(URI issuer, String subject) {
        return ended("issuer = ? and subject = ?", issuer.toString(), subject);
    }

    @Override
    public List<Session> living(Duration idle) {
        return database.list(
                SessionRows::session,
                "select " + COLUMNS + " from session where " + LIVING + " order by begun_at desc limit 1000",
                idle.toSeconds());
    }

    private int ended(String which, Object... values) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.update(
                    connection,
                    "update session set ended_at = clock_timestamp() where ended_at is null and " + which,
                    values);
        });
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject(1, UUID.class),
                new Person(URI.create(row.getString(2)), row.getString(3), row.getString(4), values(row)),
                Columns.instant(row, "begun_at"),
                Columns.instant(row, "seen_at"),
                Columns.instant(row, "ends_at"),
                Body.of(row.getBytes(9)));
    }

    private static Set<String> values(ResultSet row) throws SQLException {
        return new LinkedHashSet<>(
                Arrays.asList((String[]) row.getArray("role_values").getArray()));
    }
}
