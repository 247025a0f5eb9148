package dev.heir.integration.persistence.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One PostgreSQL on a data directory, started here or found running; it is durable: a commit is on the disk. */
final class EmbeddedServer {

    static final String USER = "postgres";
    private static final String DATABASE = "orchestrator";
    private static final String APPLICATION =
            "orchestrator-" + ProcessHandle.current().pid();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final String password;

    private EmbeddedServer(Path directory, int port, String password) {
        this.directory = directory;
        this.port = port;
        this.password = password;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?ApplicationName=" + APPLICATION;
    }

    String password() {
        return password;
    }

    /**
     * The server of this directory. The port it was found on stays in a system property: a live reload brings a new
     * class loader, in which this class remembers nothing, into the same JVM.
     */
    static EmbeddedServer at(Path directory) {
        String key = "integration.embedded.port." + directory.toAbsolutePath();
        synchronized (Runtime.getRuntime()) { // the one object that all class loaders of this JVM share
            Integer known = Integer.getInteger(key);
            EmbeddedServer server;
            if (known != null) {
                server = new EmbeddedServer(directory, known, Password.in(directory));
            } else {
                server = startOrAdopt(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(server::stopUnlessShared, "postgres-stop"));
                System.setProperty(key, Integer.toString(server.port));
            }
            return server;
        }
    }

    /** Two processes may start on one directory at the same moment: the second waits and adopts. */
    private static EmbeddedServer startOrAdopt(Path directory) {
        Path lock = directory.resolveSibling(directory.getFileName() + ".lock");
        makeFolder(lock);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            String password = Password.in(directory);
            EmbeddedServer server = adopt(directory, password).orElseGet(() -> start(directory, password));
            server.createDatabase();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("could not lock " + lock, e);
        }
    }

    private static void makeFolder(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("could not make the folder of " + file, e);
        }
    }

    /** As long as the old server lives it is recovering, or ending: then it is waited for. */
    private static Optional<EmbeddedServer> adopt(Path directory, String password) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - patienceEnds < 0) {
            Optional<Postmaster> found = Postmaster.of(directory);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            EmbeddedServer server = new EmbeddedServer(directory, found.get().port(), password);
            if (server.answersFor(directory)) {
                return Optional.of(server);
            }
            found.get()
                    .process()
                    .onExit()
                    .completeOnTimeout(null, 50, TimeUnit.MILLISECONDS)
                    .join();
        }
        return Optional.empty();
    }

    private static EmbeddedServer start(Path directory, String password) {
        try {
            Path file = directory.resolveSibling(directory.getFileName() + ".log");
            Password.closeLog(file);
            Redirect log = Redirect.appendTo(file.toFile());
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(PATIENCE)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("pwfile", Password.file(directory).toString())
                    .setDataDirectoryCustomizer(created -> Password.demandedBy(created.toPath()))
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "on") // the library's defaults lose what was committed
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start();
            return new EmbeddedServer(directory, postgres.getPort(), password);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start in " + directory, e);
        }
    }

    private void createDatabase() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL in " + directory + " cannot be used", e);
        }
    }

    private boolean answersFor(Path expected) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW data_directory")) {
            return shown.next() && Files.isSameFile(Path.of(shown.getString(1)), expected);
        } catch (SQLException | IOException e) {
            return false;
        }
    }

    /** Another process of ours may have adopted it: the last one stops it. */
    private void stopUnlessShared() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(statement, """
                    SELECT 1 FROM pg_stat_activity
                    WHERE backend_type = 'client backend' AND application_name <> '%s'
                    """.formatted(APPLICATION))) {
                Postmaster.of(directory).ifPresent(Postmaster::stop);
            }
        } catch (SQLException e) {
            System.getLogger(EmbeddedServer.class.getName())
                    .log(System.Logger.Level.DEBUG, "the embedded PostgreSQL was gone before us", e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=2&ApplicationName="
                        + APPLICATION,
                USER,
                password);
    }
}
