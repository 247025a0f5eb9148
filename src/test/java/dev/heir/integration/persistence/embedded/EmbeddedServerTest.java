package dev.heir.integration.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {

    @Test
    void a_server_whose_jvm_was_killed_is_found_running_with_all_that_was_committed() throws Exception {
        Path directory = TestDirectories.under(Path.of("target", "postgres"))
                .resolveSibling(ProcessHandle.current().pid() + "-killed");
        Process killed = start(directory);
        String url = killed.inputReader()
                .lines()
                .filter(line -> line.startsWith("jdbc:"))
                .findFirst()
                .orElseThrow();
        killed.toHandle().destroyForcibly();
        killed.waitFor();

        EmbeddedServer server = EmbeddedServer.at(directory);

        assertThat(server.url()).startsWith(url.substring(0, url.indexOf('?')));
        assertThat(number(server, "SELECT count(*) FROM committed")).isEqualTo(1);
        assertThat(Files.getPosixFilePermissions(Password.file(directory)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directory.resolveSibling(directory.getFileName() + ".log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), EmbeddedServer.USER, "guessed"))
                .hasMessageContaining("password authentication failed");

        Postmaster postmaster = Postmaster.of(directory).orElseThrow();
        postmaster.kill(); // now the server itself: the next start recovers
        System.clearProperty("integration.embedded.port." + directory.toAbsolutePath());
        assertThat(number(EmbeddedServer.at(directory), "SELECT count(*) FROM committed"))
                .isEqualTo(1);
    }

    /** The victim: starts the server, commits a row, says where, and waits to be killed. */
    public static void main(String[] args) throws SQLException, IOException {
        EmbeddedServer server = EmbeddedServer.at(Path.of(args[0]));
        try (Connection connection = DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE committed AS SELECT 1 AS n");
        }
        System.out.println(server.url());
        System.in.read();
    }

    private static Process start(Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedServerTest.class.getName(),
                directory.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static long number(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
