package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FlowTest {

    private final Flow flow = new Flow(new ByteArrayInputStream(new byte[] {1, 2, 3}), OptionalLong.of(3), () -> {});
    private final Body body = Body.of(flow);

    @Test
    void a_flow_is_read_once() throws Exception {
        assertThat(body.isSpent()).isFalse();
        assertThat(flow.open().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(body.isSpent()).isTrue();
        assertThatThrownBy(flow::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_on_its_way_is_not_held_as_a_whole() {
        assertThat(body.isWhole()).isFalse();
        assertThat(body.isEmpty()).isFalse();
        assertThatThrownBy(body::bytes).isInstanceOf(IllegalStateException.class);
        assertThat(body).isNotEqualTo(Body.EMPTY).hasToString("Body[on its way]");
        assertThat(Body.of("x").isSpent()).isFalse();
    }
}
