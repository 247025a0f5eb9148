package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.credential.DataKeys;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Wrapped data keys in PostgreSQL, whose index lets one be the active one. */
@Singleton
final class DataKeyTable implements DataKeys {

    private static final String SELECT = "SELECT id, master, wrapped, state, made_at, retired_at FROM data_key ";
    private static final String INSERT =
            "INSERT INTO data_key (id, master, wrapped, state) VALUES (?, ?, ?, 'ACTIVE') ";

    private final Database database;
    private final Acting acting;

    DataKeyTable(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    @Override
    public List<DataKey> all() {
        return database.list(DataKeyTable::key, SELECT + "ORDER BY made_at, id");
    }

    @Override
    public Optional<DataKey> find(UUID id) {
        return database.first(DataKeyTable::key, SELECT + "WHERE id = ?", id);
    }

    @Override
    public Optional<DataKey> active() {
        return database.first(DataKeyTable::key, SELECT + "WHERE state = 'ACTIVE'");
    }

    @Override
    public DataKey add(UUID id, String master, Body wrapped) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            // Of two who make one at the same moment the second takes the first one's place.
            Database.update(connection, "LOCK TABLE data_key IN SHARE ROW EXCLUSIVE MODE");
            Database.update(connection, "UPDATE data_key SET state = 'RETIRING' WHERE state = 'ACTIVE'");
            Database.update(connection, INSERT, id, master, wrapped.bytes());
            return Database.first(connection, DataKeyTable::key, SELECT + "WHERE id = ?", id)
                    .orElseThrow();
        });
    }

    @Override
    public void addFirst(UUID id, String master, Body wrapped) {
        database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.update(
                    connection,
                    INSERT + "ON CONFLICT (state) WHERE state = 'ACTIVE' DO NOTHING",
                    id,
                    master,
                    wrapped.bytes());
        });
    }

    @Override
    public boolean rewrap(DataKey known, String master, Body wrapped) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.update(
                            connection,
                            "UPDATE data_key SET master = ?, wrapped = ? WHERE id = ? AND wrapped = ?",
                            master,
                            wrapped.bytes(),
                            known.id(),
                            known.wrapped().bytes())
                    == 1;
        });
    }

    @Override
    public void used(UUID id, boolean used) {
        database.transact(connection -> {
            Doer.tell(connection, acting);
            return used
                    ? Database.update(
                            connection,
                            "UPDATE data_key SET state = 'RETIRING', retired_at = NULL WHERE id = ? AND state = 'RETIRED'",
                            id)
                    : Database.update(
                            connection,
                            "UPDATE data_key SET state = 'RETIRED', retired_at = clock_timestamp()"
                                    + " WHERE id = ? AND state = 'RETIRING'",
                            id);
        });
    }

    private static DataKey key(ResultSet row) throws SQLException {
        return new DataKey(
                row.getObject("id", UUID.class),
                row.getString("master"),
                Body.of(row.getBytes("wrapped")),
                State.valueOf(row.getString("state")),
                Columns.maybeInstant(row, "made_at").orElseThrow(),
                Columns.maybeInstant(row, "retired_at"));
    }
}
