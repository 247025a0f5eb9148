package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.scrape.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who follows the installation's README has everything set without which a function refuses its work. */
class InstallationTest {

    @ParameterizedTest
    @ValueSource(strings = "integration.admin.key")
    void the_readme_and_the_secret_itself_name_each_secret_setting(String setting) throws IOException {
        String readme = Files.readString(Path.of("terraform", "README.md"));
        assertThat(readme.substring(readme.indexOf("put-secret-value"))).contains("\"" + setting + "\": $");
        assertThat(Files.readString(Path.of("terraform", "secrets.tf"))).contains(setting);
    }

    @Test
    void every_function_is_told_the_master_that_wraps_its_data_keys() throws IOException {
        assertThat(Files.readString(Path.of("terraform", "functions.tf")))
                .contains("INTEGRATION_CREDENTIAL_KMS_KEY ", "INTEGRATION_CREDENTIAL_KMS_CONTEXT ");
    }

    /** Else a page would be tried on without a message, or a message come again for a page that was given up. */
    @Test
    void the_queue_gives_a_message_up_when_its_page_is() throws IOException {
        int attempts = new ObjectMapper()
                .readTree(Path.of("terraform", "functions.json").toFile())
                .at("/scrape/queue/attempts")
                .asInt();
        assertThat(Configured.with().mostTries()).isEqualTo(attempts);
    }
}
