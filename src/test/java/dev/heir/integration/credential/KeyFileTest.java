package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-r-----", "rw--w----", "rwxrwxrwx"})
    void a_file_that_others_can_read_or_change_is_refused_by_name_and_with_what_mends_it(
            String permissions, @TempDir Path folder) throws IOException {
        Path file = file(folder, permissions);
        SealingKey key = new SealingKey(TestConfig.of(Map.of("key-file", file.toString())), new KnownSecrets());

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(key::get)
                .withMessageContaining(file.toString())
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600")
                .withMessageNotContaining(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void one_that_only_its_owner_can_read_is_used(String permissions, @TempDir Path folder) throws IOException {
        assertThat(KeyFile.read(file(folder, permissions)).getEncoded()).isEqualTo(new byte[32]);
    }

    @Test
    void the_other_key_s_file_is_looked_at_as_closely(@TempDir Path folder) throws IOException {
        SealingKey keys = new SealingKey(
                TestConfig.of(Map.of(
                        "key", KEY, "other-key-file", file(folder, "rw-r--r--").toString())),
                new KnownSecrets());

        assertThatExceptionOfType(NoSealingKey.class).isThrownBy(keys::known).withMessageContaining("chmod 600");
    }

    @Test
    void a_key_out_of_a_file_is_masked_wherever_it_is_said(@TempDir Path folder) throws IOException {
        KnownSecrets secrets = new KnownSecrets();
        Path file = folder.resolve("made.key");
        new SealingKey(TestConfig.of(Map.of("key-file", file.toString())), secrets).get();

        assertThat(secrets.mask("key=" + Files.readString(file).strip())).startsWith("key=[secret]");
    }

    private static Path file(Path folder, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("sealing.key"), KEY);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
