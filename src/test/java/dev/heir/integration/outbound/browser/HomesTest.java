package dev.heir.integration.outbound.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that could not clean up. */
@Timeout(60)
class HomesTest {

    @Test
    void what_a_process_left_that_is_gone_is_ended_and_deleted_and_what_a_living_one_has_is_not(@TempDir Path parent)
            throws Exception {
        Homes homes = new Homes(parent);
        Path own = homes.create();
        Path left = Files.createDirectory(parent.resolve("integration-browser-999999999-1-x"));
        Path other = Files.createDirectory(parent.resolve("something-else"));
        Files.writeString(left.resolve("profile"), "x");
        Process orphan = waiting(left);
        Process living = waiting(own);

        homes.sweep();

        assertThat(orphan.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(left).doesNotExist();
        assertThat(living.isAlive()).isTrue();
        assertThat(own).exists();
        assertThat(other).exists();
        new Processes(living.toHandle(), own).end();
        assertThat(living.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(own).doesNotExist();
    }

    /** A process that names the directory in its command line, as a browser does. */
    private static Process waiting(Path directory) throws IOException {
        return new ProcessBuilder("sh", "-c", "sleep 1000; : " + directory).start();
    }
}
