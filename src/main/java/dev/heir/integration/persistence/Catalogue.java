package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The revisions by which instances notice that documents changed. */
@ApplicationScoped
class Catalogue {

    static final String PROVIDERS = "provider";
    static final String PROJECTS = "project";
    static final String CREDENTIALS = "credential";
    static final String STAFF = "staff";

    private final Acting acting;
    private final DataSource dataSource;
    private final EntityManager entities;

    Catalogue(DataSource dataSource, EntityManager entities, Acting acting) {
        this.acting = acting;
        this.dataSource = dataSource;
        this.entities = entities;
    }

    /** One row by its key, on a connection from the pool: what the hot path pays twice a second at most. */
    long revision(String name) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select revision from catalogue where name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** In the transaction of the change that it announces; the row's lock orders changes of one kind. */
    void advance(Connection connection, String name) throws SQLException {
        Database.update(connection, advance("?", "?"), name, Doer.of(acting));
    }

    /** The same in a transaction of Hibernate's. @return the new revision */
    long advance(String name) {
        return ((Number) entities.createNativeQuery(advance("?1", "?2") + " returning revision")
                        .setParameter(1, name)
                        .setParameter(2, Doer.of(acting))
                        .getSingleResult())
                .longValue();
    }

    /** Says who does it as well: what changes the catalogue is in the audit log. */
    private static String advance(String name, String doer) {
        return "update catalogue set revision = revision + 1 where name = " + name + " and " + Doer.set(doer)
                + " is not null";
    }
}
