package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyHashTest {

    private static final Body BODY = Body.of("{}");

    private final TestClock clock = new TestClock();

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
        SealingKeyHash hash = hash(SealingTest.config(Optional.of("no key"), impossible), new FakeDataKeys());

        assertThat(hash.of(BODY, List.of("a"))).isEmpty();
    }

    @Test
    void where_the_master_is_elsewhere_the_oldest_data_key_tells_alike_from_unlike_whatever_comes_after_it() {
        FakeDataKeys keys = new FakeDataKeys();
        TestSeals one = elsewhere(keys);
        assertThat(one.hash().of(BODY, List.of("a"))).as("before the first key").isEmpty();
        one.keys().rotate();
        clock.advance(Duration.ofSeconds(10));
        Optional<Long> hash = one.hash().of(BODY, List.of("a"));
        one.keys().rotate();

        assertThat(hash).isPresent();
        assertThat(elsewhere(keys).hash().of(BODY, List.of("a"))).isEqualTo(hash);
    }

    private TestSeals elsewhere(FakeDataKeys keys) {
        MasterKey master = new LocalMaster(new SecretKeySpec(new byte[32], "AES"));
        return TestSeals.of(
                TestConfig.of(Map.of("kms-key", "elsewhere", "function", "io-call-api")),
                keys,
                keys,
                new KnownSecrets(),
                clock,
                name -> master);
    }

    private static SealingKeyHash hash(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return hash(
                SealingTest.config(Optional.of(Base64.getEncoder().encodeToString(key)), Path.of("unused")),
                new FakeDataKeys());
    }

    private static SealingKeyHash hash(CredentialConfig config, FakeDataKeys keys) {
        return TestSeals.of(config, keys, keys, new KnownSecrets()).hash();
    }
}
