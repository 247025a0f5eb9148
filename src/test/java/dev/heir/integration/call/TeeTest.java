package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TeeTest {

    private final List<Optional<Body>> told = new ArrayList<>();

    private Tee tee(int bytes, int most) {
        Flow from = new Flow(new ByteArrayInputStream(new byte[bytes]), OptionalLong.empty(), () -> {});
        return new Tee(from, most, told::add);
    }

    @Test
    void what_is_small_is_told_as_a_whole_when_it_ended() throws IOException {
        try (Tee tee = tee(100, 100)) {
            assertThat(tee.read(new byte[100])).isEqualTo(100);
            assertThat(tee.held()).isEqualTo(100);
            assertThat(told).isEmpty();
            assertThat(tee.read()).isNegative();
            assertThat(tee.held()).isZero();
        }
        assertThat(told)
                .singleElement()
                .satisfies(whole -> assertThat(whole.orElseThrow().size()).isEqualTo(100));
    }

    @Test
    void what_grows_too_large_is_let_go_at_once_however_slowly_the_rest_is_read() throws IOException {
        try (Tee tee = tee(10_000, 100)) {
            tee.readNBytes(90);
            assertThat(tee.held()).isEqualTo(90);
            tee.readNBytes(90);
            assertThat(tee.held()).isZero();
            assertThat(told).containsExactly(Optional.empty());
            assertThat(tee.readAllBytes()).hasSize(10_000 - 180);
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void what_nobody_reads_on_is_let_go() throws IOException {
        Tee tee = tee(1000, 2000);
        tee.readNBytes(500);
        tee.close();
        assertThat(tee.held()).isZero();
        assertThat(told).containsExactly(Optional.empty());
    }
}
