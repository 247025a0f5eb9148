package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
    void what_a_data_key_sealed_says_which_one_and_opens_with_that_one_only() throws Seals.Unreadable {
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        UUID id = UUID.randomUUID();
        Body sealed = new Sealing(id, key).seal("crm", "s3cr3t");
        byte[] renamed = sealed.bytes().clone();
        renamed[5] ^= 1;

        assertThat(Sealing.keyOf(sealed)).contains(id);
        assertThat(Sealing.keyOf(sealing.seal("crm", "s3cr3t"))).isEmpty();
        assertThat(new Sealing(id, key).open("crm", sealed)).isEqualTo("s3cr3t");
        assertThatExceptionOfType(Seals.Unreadable.class)
                .as("the same key under another name")
                .isThrownBy(() ->
                        new Sealing(Sealing.keyOf(Body.of(renamed)).orElseThrow(), key).open("crm", Body.of(renamed)));
        assertThatExceptionOfType(Seals.Unreadable.class).isThrownBy(() -> sealing.open("crm", sealed));
        assertThatExceptionOfType(Seals.Unreadable.class)
                .isThrownBy(() -> new Sealing(id, key).open("crm", sealing.seal("crm", "s3cr3t")));
        assertThatExceptionOfType(Seals.Unreadable.class)
                .isThrownBy(() -> Sealing.keyOf(Body.of(new byte[] {2, 1, 1, 1})));
    }

    @Test
    void what_is_sealed_anew_is_known_by_the_same_mark() throws Seals.Unreadable {
        Sealing anew = new Sealing(UUID.randomUUID(), new SecretKeySpec(new byte[32], "AES"));
        Body before = sealing.seal("crm", "s3cr3t");
        Body after = anew.reseal("crm", "s3cr3t", before);

        assertThat(after).isNotEqualTo(before);
        assertThat(anew.open("crm", after)).isEqualTo("s3cr3t");
        assertThat(Sealing.mark(after)).isEqualTo(Sealing.mark(before));
        assertThat(Sealing.mark(anew.seal("crm", "s3cr3t"))).isNotEqualTo(Sealing.mark(before));
    }

    @Test
    void processes_that_start_together_agree_on_one_key_that_only_its_owner_can_read(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("deep/sealing.key");
        Set<Object> keys = ConcurrentHashMap.newKeySet();
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                starting.execute(
                        () -> keys.add(new SealingKey(config(Optional.empty(), file), new KnownSecrets()).get()));
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
        SealingKey tooShort = new SealingKey(config(Optional.of("c2hvcnQ="), folder), new KnownSecrets());

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(tooShort::get)
                .withMessageContaining("32 bytes, was 5")
                .withMessageNotContaining("c2hvcnQ");
    }

    @Test
    void a_function_makes_no_key_of_its_own_and_names_the_setting_it_misses(@TempDir Path folder) {
        Path file = folder.resolve("sealing.key");
        SealingKey none = new SealingKey(config(Optional.empty(), file, Optional.of("io-assign")), new KnownSecrets());

        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(none::get)
                .withMessageContaining("integration.credential.key")
                .withMessageContaining("io-assign");
        assertThat(file).doesNotExist();
        assertThat(new SealingKey(
                                config(Optional.of("A".repeat(43) + "="), file, Optional.of("io-assign")),
                                new KnownSecrets())
                        .get())
                .isNotNull();
    }

    static CredentialConfig config(Optional<String> key, Path file) {
        return config(key, file, Optional.empty());
    }

    private static CredentialConfig config(Optional<String> key, Path file, Optional<String> function) {
        Map<String, String> given = new HashMap<>(Map.of("key-file", file.toString()));
        key.ifPresent(text -> given.put("key", text));
        function.ifPresent(name -> given.put("function", name));
        return TestConfig.of(given);
    }
}
