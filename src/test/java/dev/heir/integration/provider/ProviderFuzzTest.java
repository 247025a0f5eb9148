package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.Fuzz;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small texts of documents, and keys. */
@Timeout(1800)
class ProviderFuzzTest {

    @Test
    void addresses() {
        Fuzz.of("host").headers(host -> {
            Addresses.literal(host)
                    .ifPresent(address -> assertThat(Addresses.isPublic(address) && Addresses.isMetadata(address))
                            .isFalse());
            boolean inside = Addresses.isPrivate(host) || Addresses.isMetadata(host);
            try {
                ProviderDocument.read("a", Map.of("baseUrl", "https://" + host));
                assertThat(inside).isFalse();
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            }
        });
    }

    @Test
    void durations_and_pointers() {
        Fuzz.of("small-text").texts(text -> {
            Durations.parse(text).ifPresent(time -> assertThat(Durations.parse(Durations.write(time)))
                    .contains(time));
            Pointer.parse(text).ifPresent(pointer -> assertThat(pointer.in(Map.of("a", "b")))
                    .isNotNull());
            try {
                Nat64.parse(text);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("NAT64");
            }
        });
    }

    @Test
    void project_keys() {
        Fuzz.of("project-key").headers(text -> {
            Optional<ProjectKey> key = ProjectKey.parse(text);
            key.ifPresent(read -> assertThat(text).matches("io_[0-9a-f]{12}_[0-9a-f]{64}"));
        });
    }
}
