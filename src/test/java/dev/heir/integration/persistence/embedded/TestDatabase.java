package dev.heir.integration.persistence.embedded;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** A migrated database of its own on the server that all tests of this run share, for tests without Quarkus. */
public final class TestDatabase implements AutoCloseable {

    private final EmbeddedServer server;
    private final String name;
    private final Queue<AgroalDataSource> pools = new ConcurrentLinkedQueue<>();

    private TestDatabase(EmbeddedServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public static TestDatabase create() {
        TestDatabase database = unmade();
        database.onServer("CREATE DATABASE " + database.name + " TEMPLATE " + Latest.MIGRATED.name);
        return database;
    }

    /** As an older version left it. */
    public static TestDatabase at(MigrationVersion version) {
        TestDatabase database = unmade();
        database.onServer("CREATE DATABASE " + database.name);
        database.migrate(version);
        return database;
    }

    private static TestDatabase unmade() {
        return new TestDatabase(
                EmbeddedServer.at(TestDirectories.under(Path.of("target", "postgres"))),
                "test_" + UUID.randomUUID().toString().replace('-', '_'));
    }

    /** Migrated once for all tests of a run: a copy takes a tenth of the time. */
    private static final class Latest {
        static final TestDatabase MIGRATED = at(MigrationVersion.LATEST);
    }

    public void migrate(MigrationVersion version) {
        Flyway.configure()
                .dataSource(url(), EmbeddedServer.USER, server.password())
                .target(version)
                .load()
                .migrate();
    }

    /** Address, user and password, for a process of its own. */
    public List<String> access() {
        return List.of(url(), EmbeddedServer.USER, server.password());
    }

    /** A process of its own, which is told these arguments and then how to reach this database. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        command.addAll(access());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Connections that are closed with the database, if not before. */
    public AgroalDataSource pool(int size) {
        AgroalDataSource pool = pool(url(), EmbeddedServer.USER, server.password(), size);
        pools.add(pool);
        return pool;
    }

    public static AgroalDataSource pool(String url, String user, String password, int size) {
        try {
            return AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(size)
                            .acquisitionTimeout(Duration.ofSeconds(10))
                            .exceptionSorter(new io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter())
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                    .principal(new NamePrincipal(user))
                                    .credential(new SimplePassword(password)))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pools.forEach(AgroalDataSource::close);
        onServer("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private String url() {
        return server.url().replace("/orchestrator?", "/" + name + "?");
    }

    private void onServer(String sql) {
        try (Connection connection = DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
