package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.scrape.OptOut;
import dev.heir.integration.scrape.OptOuts;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The opt-outs in PostgreSQL. */
@Singleton
final class OptOutTable implements OptOuts {

    private static final String SELECT = "SELECT id, subdomains, since, reason, told_by FROM opt_out ";

    /** Of an authority in column {@code host}: its name, without the port and the dot that ends it. */
    private static final String NAME = "rtrim(regexp_replace(host, ':\\d+$', ''), '.')";

    private final Database database;
    private final Acting acting;

    OptOutTable(Database database, Acting acting) {
        this.database = database;
        this.acting = acting;
    }

    @Override
    public boolean put(String host, boolean subdomains, Optional<String> reason, Optional<String> toldBy) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            boolean isNew = Database.first(
                            connection,
                            row -> row.getBoolean(1),
                            """
                            INSERT INTO opt_out (id, subdomains, reason, told_by) VALUES (?, ?, ?, ?)
                            ON CONFLICT (id) DO UPDATE SET subdomains = excluded.subdomains, reason = excluded.reason,
                                told_by = excluded.told_by
                            RETURNING xmax = 0
                            """,
                            host,
                            subdomains,
                            reason.orElse(null),
                            toldBy.orElse(null))
                    .orElseThrow();
            endWaiting(connection, host, subdomains, reason);
            return isNew;
        });
    }

    /** Whoever has one of them under way lost its lease, and writes nothing. */
    private static void endWaiting(Connection connection, String host, boolean subdomains, Optional<String> reason)
            throws SQLException {
        var _ = Database.update(
                connection, """
                UPDATE scrape_page SET state = 'REFUSED', ended_at = clock_timestamp(), lease = NULL, leased_until = NULL,
                    outcome = jsonb_build_object('url', at, 'rule', ?::text)
                WHERE state = 'WAITING' AND (%1$s = ? OR (? AND right(%1$s, length(?) + 1) = '.' || ?))
                """.formatted(NAME), rule(host, reason.orElse("")), host, subdomains, host, host);
    }

    /** What is told of a page that is not asked for. */
    static String rule(String host, String reason) {
        return "opted out: " + host + (reason.isEmpty() ? "" : ", " + reason);
    }

    @Override
    public Optional<OptOut> find(String host) {
        return database.first(OptOutTable::read, SELECT + "WHERE id = ?", host);
    }

    @Override
    public boolean remove(String host) {
        return database.transact(connection -> {
            Doer.tell(connection, acting);
            return Database.update(connection, "DELETE FROM opt_out WHERE id = ?", host) == 1;
        });
    }

    @Override
    public List<OptOut> page(Optional<String> after, int size) {
        return database.list(OptOutTable::read, SELECT + "WHERE id > ? ORDER BY id LIMIT ?", after.orElse(""), size);
    }

    private static OptOut read(ResultSet row) throws SQLException {
        return new OptOut(
                row.getString(1),
                row.getBoolean(2),
                Columns.instant(row, "since"),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)));
    }
}
