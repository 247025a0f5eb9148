package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ProjectKeyTest {

    @Test
    void a_key_is_read_back_and_known_by_its_hash_alone() {
        ProjectKey key = ProjectKey.make(new SecureRandom());
        ProjectKey again = ProjectKey.parse(key.text()).orElseThrow();

        assertThat(again.prefix()).isEqualTo(key.prefix());
        assertThat(again.hash().matches(key.hash())).isTrue();
        assertThat(ProjectKey.make(new SecureRandom()).hash().matches(key.hash()))
                .isFalse();
    }

    @Test
    void what_is_no_key_is_not_read() {
        for (String text :
                new String[] {"", "io__", "io_abc_def", "Bearer x", "io_" + "g".repeat(12) + "_" + "0".repeat(64)}) {
            assertThat(ProjectKey.parse(text)).isEmpty();
        }
    }

    @Test
    void a_key_shows_its_prefix_only() {
        ProjectKey key = ProjectKey.make(new SecureRandom());

        assertThat(key.toString()).contains(key.prefix()).doesNotContain(key.text());
    }
}
