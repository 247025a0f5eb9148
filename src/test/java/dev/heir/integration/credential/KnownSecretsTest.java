package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownSecretsTest {

    private static List<String> many(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> name + "-of-somebody-else-" + i)
                .toList();
    }

    @Test
    void what_one_knows_is_not_forgotten_because_another_learns() {
        KnownSecrets one = new KnownSecrets();
        one.learn(List.of("client-secret-of-one"));
        new KnownSecrets().learn(many("secret", 2_000));
        one.learnTokens(List.of("token-of-one-and-only"));

        assertThat(one.mask("token-of-one-and-only, client-secret-of-one")).isEqualTo("[secret], [secret]");
        assertThat(KnownSecrets.masked("token-of-one-and-only, client-secret-of-one"))
                .isEqualTo("[secret], [secret]");
    }

    @Test
    void what_is_learnt_early_comes_late_at_times_and_makes_nothing_forgotten() {
        KnownSecrets one = new KnownSecrets();
        one.learn(List.of("client-secret-of-another"));
        one.learnTokens(List.of("token-of-another-one"));
        KnownSecrets.learnEarly(many("setting", 200));

        assertThat(one.mask("token-of-another-one, client-secret-of-another, setting-of-somebody-else-7"))
                .isEqualTo("[secret], [secret], [secret]");
        KnownSecrets next = new KnownSecrets();
        assertThat(next.mask("setting-of-somebody-else-199")).isEqualTo("[secret]");
    }
}
