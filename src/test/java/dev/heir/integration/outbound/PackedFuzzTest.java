package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.Fuzz;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes packed, and what token endpoints say. */
@Timeout(1800)
class PackedFuzzTest {

    @Test
    void packed_bodies() {
        Fuzz.of("packed").bytes(bytes -> {
            for (String coding : List.of("gzip", "deflate", "br", "")) {
                try {
                    assertThat(Packed.unpacked(Map.of("content-encoding", List.of(coding)), bytes, 10_000))
                            .hasSizeLessThanOrEqualTo(Math.max(10_001, bytes.length));
                } catch (IOException broken) {
                    assertThat(broken).hasMessageContaining("packed");
                }
            }
        });
    }
}
