package dev.heir.integration.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordTest {

    @Test
    void it_is_there_whole_for_its_owner_only_and_nothing_lies_beside_it(@TempDir Path folder) throws IOException {
        String password = Password.in(folder.resolve("deep/postgres"));

        Path file = folder.resolve("deep/postgres.password");
        assertThat(password).hasSize(48).isEqualTo(Files.readString(file));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.resolve("deep")).isDirectoryContaining(each -> each.equals(file));
        assertThat(folder.resolve("deep").toFile().list()).hasSize(1);
        assertThat(Password.in(folder.resolve("deep/postgres"))).isEqualTo(password);
    }

    @Test
    void an_empty_one_of_a_process_that_was_killed_is_made_anew(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("postgres.password"));

        assertThat(Password.in(folder.resolve("postgres"))).hasSize(48);
    }

    @Test
    void a_log_that_others_could_read_is_closed(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("postgres.log"), "what was said before");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));

        Password.closeLog(log);
        Password.closeLog(folder.resolve("new.log"));

        assertThat(Files.getPosixFilePermissions(log)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(log)).isEqualTo("what was said before");
        assertThat(Files.getPosixFilePermissions(folder.resolve("new.log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
