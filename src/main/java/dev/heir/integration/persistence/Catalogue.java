package dev.heir.integration.persistence;

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

    private final DataSource dataSource;
    private final EntityManager entities;

    Catalogue(DataSource dataSource, EntityManager entities) {
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
    long advance(String name) {
        return ((Number) entities.createNativeQuery(
                                "update catalogue set revision = revision + 1 where name = ?1 returning revision")
                        .setParameter(1, name)
                        .getSingleResult())
                .longValue();
    }
}
