package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyHashTest {

    private static final Body BODY = Body.of("{}");

    @Test
    void instances_with_one_key_agree_and_others_do_not() {
        Optional<Long> hash = hash(1).of(BODY, List.of("crm", "/a"));

        assertThat(hash).isPresent();
        assertThat(hash(1).of(BODY, List.of("crm", "/a"))).isEqualTo(hash);
        assertThat(hash(2).of(BODY, List.of("crm", "/a"))).isPresent().isNotEqualTo(hash);
    }

    @Test
    void no_part_runs_into_the_next() {
        assertThat(hash(1).of(BODY, List.of("a", "b")))
                .isNotEqualTo(hash(1).of(BODY, List.of("ab", "")))
                .isNotEqualTo(hash(1).of(Body.of("{ }"), List.of("a", "b")));
    }

    @Test
    void without_a_key_there_is_no_hash_and_no_failure(@TempDir Path folder) {
        Path impossible = folder.resolve("file");
        SealingKeyHash hash = new SealingKeyHash(new SealingKey(SealingTest.config(Optional.of("no key"), impossible)));

        assertThat(hash.of(BODY, List.of("a"))).isEmpty();
    }

    private static SealingKeyHash hash(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new SealingKeyHash(new SealingKey(
                SealingTest.config(Optional.of(Base64.getEncoder().encodeToString(key)), Path.of("unused"))));
    }
}
