package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {

    private final Sealing sealing = new Sealing(new SecretKeySpec(new byte[32], "AES"));

    @Test
    void what_is_sealed_opens_and_never_looks_the_same_twice() throws Seals.Unreadable {
        Body first = sealing.seal("crm", "s3cr3t");

        assertThat(sealing.open("crm", first)).isEqualTo("s3cr3t");
        assertThat(sealing.seal("crm", "s3cr3t")).isNotEqualTo(first);
        assertThat(first.text()).doesNotContain("s3cr3t");
    }

    @Test
    void a_sealed_text_does_not_open_for_another_purpose_or_key_or_after_a_change() {
        Body sealed = sealing.seal("crm", "s3cr3t");
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;
        Sealing other = new Sealing(new SecretKeySpec(
                new byte[] {
                    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                },
                "AES"));

        assertThatExceptionOfType(Seals.Unreadable.class).isThrownBy(() -> sealing.open("shop", sealed));
        assertThatExceptionOfType(Seals.Unreadable.class).isThrownBy(() -> other.open("crm", sealed));
        assertThatExceptionOfType(Seals.Unreadable.class).isThrownBy(() -> sealing.open("crm", Body.of(changed)));
        assertThatExceptionOfType(Seals.Unreadable.class).isThrownBy(() -> sealing.open("crm", Body.EMPTY));
    }

    @Test
    void processes_that_start_together_agree_on_one_key_that_only_its_owner_can_read(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("deep/sealing.key");
        Set<Object> keys = ConcurrentHashMap.newKeySet();
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                starting.execute(() -> keys.add(new SealingKey(config(Optional.empty(), file)).get()));
            }
        }

        assertThat(keys).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files.toList()).isEqualTo(List.of(file));
        }
    }

    @Test
    void a_key_of_the_wrong_size_is_refused_without_being_shown(@TempDir Path folder) {
        SealingKey tooShort = new SealingKey(config(Optional.of("c2hvcnQ="), folder));

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(tooShort::get)
                .withMessageContaining("32 bytes, was 5")
                .withMessageNotContaining("c2hvcnQ");
    }

    @Test
    void a_function_makes_no_key_of_its_own_and_names_the_setting_it_misses(@TempDir Path folder) {
        Path file = folder.resolve("sealing.key");
        SealingKey none = new SealingKey(config(Optional.empty(), file, Optional.of("io-assign")));

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(none::get)
                .withMessageContaining("integration.credential.key")
                .withMessageContaining("io-assign");
        assertThat(file).doesNotExist();
        assertThat(new SealingKey(config(Optional.of("A".repeat(43) + "="), file, Optional.of("io-assign"))).get())
                .isNotNull();
    }

    static CredentialConfig config(Optional<String> key, Path file) {
        return config(key, file, Optional.empty());
    }

    private static CredentialConfig config(Optional<String> key, Path file, Optional<String> function) {
        return new CredentialConfig() {
            @Override
            public Optional<String> key() {
                return key;
            }

            @Override
            public Path keyFile() {
                return file;
            }

            @Override
            public Optional<String> function() {
                return function;
            }

            @Override
            public Duration tokenTimeout() {
                return Duration.ofSeconds(5);
            }

            @Override
            public Duration tokenLease() {
                return Duration.ofSeconds(8);
            }

            @Override
            public Duration tokenPause() {
                return Duration.ofSeconds(10);
            }

            @Override
            public String renewEvery() {
                return "off";
            }

            @Override
            public Optional<URI> publicUrl() {
                return Optional.empty();
            }
        };
    }
}
